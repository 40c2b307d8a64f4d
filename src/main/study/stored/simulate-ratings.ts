import type { LanguageTag } from '../../../shared/languages/languages'
import { languageTags } from '../../../shared/languages/languages'
import { formatParticipantCode, nextParticipant } from '../../../shared/participant-code'
import { seededRandom } from '../../../shared/seeded-random'
import type { RaterProfile } from '../../../shared/trials/simulated-rater'
import { systemEnvironment } from '../../store/environment'
import type { StudyStore } from '../../store/study-store'
import { pictureTokens } from '../session/picture-tokens'
import { panels, type PanelName } from '../simulation/panels'
import { simulateSession } from '../simulation/simulate-session'
import { isOriginal, loadPlan, type StoredPlan, type StoredSlot } from './load-plan'
import { materialOf, picturesOf } from './stored-material'
import { storedRating, storeEvent } from './stored-rows'

/** Starts the codes of all simulated raters. */
const simulatedSite = 'SIM'

export interface RatingSimulation {
  readonly planId: string
  /** Of the batch: the study shows the simulation under it. */
  readonly name: string
  readonly panel: PanelName
  readonly seed: number
  /** When the first session starts, ISO 8601 in UTC with milliseconds; the others start as it does. */
  readonly startedAt: string
  readonly newId?: () => string
}

/** What a simulation wrote. */
export interface SimulatedRatings {
  readonly batchId: string
  readonly raterCount: number
  /** Answers to rated items, without checks, practice and other screens. */
  readonly ratingCount: number
}

/**
 * Lets simulated raters do every slot of a plan, and stores their sessions as a batch of their own: the source of each
 * row says that it is simulated. All of it is stored, or nothing. Slots stay open for people. Raters go by how much of
 * a map's evidence lies on the object; where that is not known, pictures are easy or hard by chance.
 * @throws StudioError as `loadPlan`
 */
export function simulateRatings(study: StudyStore, simulation: RatingSimulation): SimulatedRatings {
  const { planId, name, panel, seed } = simulation
  const stored = loadPlan(study, planId)
  return study.transaction(() => {
    const batchId = study.raters.addBatch({
      source: 'simulated',
      name,
      sha256: null,
      seed,
      parameters: { panel, planId },
    }).id
    const { token } = pictureTokens(batchId, picturesOf(stored))
    let participant = nextParticipant(simulatedSite, 0)
    let ratingCount = 0
    for (const [number, slot] of stored.slots.filter(isOriginal).entries()) {
      const profile = panels[panel].draw(seededRandom(seed, 'rater', number))
      const code = formatParticipantCode(participant)
      ratingCount += simulateSlot(study, {
        ...simulation,
        stored,
        slot,
        token,
        batchId,
        code,
        profile,
        number,
      })
      participant = nextParticipant(simulatedSite, participant.number)
    }
    return { batchId, raterCount: stored.plan.slots.length, ratingCount }
  })
}

interface SlotSimulation extends RatingSimulation {
  readonly stored: StoredPlan
  readonly slot: StoredSlot
  readonly token: (picture: string) => string
  readonly batchId: string
  readonly code: string
  readonly profile: RaterProfile
  readonly number: number
}

/** @returns how many items were rated */
function simulateSlot(study: StudyStore, simulation: SlotSimulation): number {
  const { stored, slot, token, batchId, code, profile, seed, number, startedAt } = simulation
  const { siteId } = study.study.get()
  const raterId = study.raters.add({ code, siteId, source: 'simulated', batchId }).id
  const language = firstLanguage(stored)
  const { id: sessionId } = study.sessions.create({
    raterId,
    source: 'simulated',
    siteId,
    batchId,
    protocolId: stored.protocolId,
    planSlotId: slot.record.id,
    language,
    station: { profile },
  })
  study.sessions.move(sessionId, 'running')
  const { events, rows } = simulateSession({
    material: materialOf(stored, slot, { language, seed: seed + number, token }),
    profile,
    seed: seed + number,
    sessionId,
    protocolId: stored.protocolId,
    startedAt,
    newId: simulation.newId ?? systemEnvironment.newId,
  })
  for (const event of events) storeEvent(study, sessionId, event)
  study.ratings.appendAll(rows.map((row) => storedRating(row, stored, slot)))
  study.sessions.move(sessionId, 'complete')
  return slot.slot.trials.length
}

const firstLanguage = ({ content }: StoredPlan): LanguageTag =>
  languageTags.find((tag) => content.texts[tag] !== undefined)!
