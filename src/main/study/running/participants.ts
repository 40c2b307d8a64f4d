import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import {
  formatParticipantCode,
  nextParticipant,
  parseParticipantCode,
} from '../../../shared/participant-code'
import type { Rater } from '../../../shared/records/session-records'
import type { Site } from '../../../shared/records/study-records'
import type { StudyStore } from '../../store/study-store'

/** The highest number on a printed sheet, by the site's prefix. */
const printedSetting = 'participants.printed'
const printedSchema = z.record(z.string(), z.int().positive())

/** The code that the next new participant of this site gets: after the highest that anybody has, or is printed. */
export function nextCode(study: StudyStore): string {
  const site = ownSite(study)
  return formatParticipantCode(nextParticipant(site.prefix, lastNumber(study, site)))
}

/**
 * Sets the next codes of this site aside, to be printed, and records that; or none of them. They are never given out by
 * `nextCode` nor set aside again, whether or not anybody comes with them.
 * @param count from 1
 * @param actor as `supervisor`
 * @throws StudioError `participant/bad-code` where the site has too few numbers left
 */
export function reserveCodes(study: StudyStore, count: number, actor: string): readonly string[] {
  return study.transaction(() => {
    const site = ownSite(study)
    let last = lastNumber(study, site)
    const codes = Array.from({ length: count }, () => {
      const next = nextParticipant(site.prefix, last)
      last = next.number
      return formatParticipantCode(next)
    })
    study.study.setSetting(printedSetting, { ...printedNumbers(study), [site.prefix]: last })
    const details = { count, first: codes[0]!, last: codes.at(-1)! }
    study.audit.add({ actor, action: 'codes.reserved', details })
    return codes
  })
}

const ownSite = (study: StudyStore): Site => study.sites.get(study.study.get().siteId)

const printedNumbers = (study: StudyStore) => study.study.setting(printedSetting, printedSchema) ?? {}

/** The highest number of a site that a person has or a sheet shows; 0 for none. */
function lastNumber(study: StudyStore, { prefix }: Site): number {
  const numbers = study.raters
    .list('own')
    .map(({ code }) => code.split('-'))
    .flatMap(([site, digits]) => (site === prefix ? [Number(digits)] : []))
  return Math.max(printedNumbers(study)[prefix] ?? 0, ...numbers)
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
