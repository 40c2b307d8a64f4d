import { StudioError } from '../../../shared/errors'
import { languageTags } from '../../../shared/languages/languages'
import type { NewSessionRequest } from '../../../shared/session-control'
import { assignSlot } from '../plan/slot-ledger'
import { readLedger } from '../stored/slot-book'
import { seatSession } from './desks'
import { readLiveSession, type LiveSession } from './live-session'
import { admitParticipant } from './participants'
import type { RunningContext } from './running-context'

/**
 * Gives a person the next free slot of a plan in which nothing repeats, at a desk that is free.
 * @param actor as `supervisor`; never a name
 * @throws StudioError `plan/no-free-slot`, `participant/bad-code`, `session/not-allowed` for a language without texts or
 *   a desk that is in use; nothing is stored then
 */
export function newSession(
  context: RunningContext,
  { planId, seatId, participantCode, language }: NewSessionRequest,
  actor: string,
): LiveSession {
  const { study, plans } = context
  return study.transaction(() => {
    const stored = plans.load(planId)
    const languages = languageTags.filter((tag) => stored.content.texts[tag] !== undefined)
    if (!languages.includes(language)) {
      throw new StudioError(
        'session/not-allowed',
        `The protocol "${stored.content.name}" has no texts in "${language}". Take ${languages.join(' or ')}.`,
      )
    }
    const rater = admitParticipant(study, participantCode)
    const { entry } = assignSlot(readLedger(study, stored), rater.code)
    const { id } = study.sessions.create({
      raterId: rater.id,
      source: 'own',
      siteId: study.study.get().siteId,
      protocolId: stored.protocolId,
      planSlotId: stored.slots[entry.number]!.record.id,
      language,
    })
    seatSession(study, id, seatId)
    study.audit.add({ actor, action: 'session.created', subjectType: 'session', subjectId: id })
    return readLiveSession(context, study.sessions.get(id))
  })
}
