import { StudioError } from '../../../shared/errors'
import {
  formatParticipantCode,
  nextParticipant,
  parseParticipantCode,
} from '../../../shared/participant-code'
import type { Rater } from '../../../shared/records/session-records'
import type { Site } from '../../../shared/records/study-records'
import type { StudyStore } from '../../store/study-store'

/** The code that the next new participant of this site gets: after the highest that anybody has. */
export function nextCode(study: StudyStore): string {
  const site = study.sites.get(study.study.get().siteId)
  const numbers = study.raters
    .list('own')
    .map(({ code }) => code.split('-'))
    .flatMap(([prefix, digits]) => (prefix === site.prefix ? [Number(digits)] : []))
  return formatParticipantCode(nextParticipant(site.prefix, Math.max(0, ...numbers)))
}

/**
 * The person of a code, who is added where the study does not know the code yet.
 * @param typed as typed or scanned; null gives out the site's next code
 * @throws StudioError `participant/bad-code` for what is no code, or of no site of the study
 */
export function admitParticipant(study: StudyStore, typed: string | null): Rater {
  const code = typed === null ? nextCode(study) : knownForm(study, typed)
  const site = siteOf(study, code)!
  return study.raters.findByCode(code) ?? study.raters.add({ code, siteId: site.id, source: 'own' })
}

function knownForm(study: StudyStore, typed: string): string {
  const code = formatParticipantCode(parseParticipantCode(typed))
  if (siteOf(study, code) !== undefined) return code
  const prefixes = study.sites.list().map(({ prefix }) => prefix)
  throw new StudioError(
    'participant/bad-code',
    `The code ${code} is of a site that this study does not have. Its codes begin with ${prefixes.join(', ')}.`,
  )
}

const siteOf = (study: StudyStore, code: string): Site | undefined =>
  study.sites.list().find(({ prefix }) => code.startsWith(`${prefix}-`))
