import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy } from '../src/main/store/create-study'
import type { StudyStore } from '../src/main/store/study-store'
import { timeAnswering } from './answering'
import { appendMany, fillStudy, planOf } from './fill-study'
import { formatTable } from '../src/main/cli/text'

// Times what the store does while a person rates, when a maps job ends, and when the analysis opens.

const answers = 500
const ratings = 100_000
const images = 2800
const models = 7

const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'sweetspot-bench-'))
const study = createStudy(join(folder, 'study'), { name: 'bench', siteName: 'bench', sitePrefix: 'BENCH' })
try {
  await main(study)
} finally {
  study.close()
  rmSync(folder, { recursive: true, force: true })
}

async function main(store: StudyStore): Promise<void> {
  const filled = fillStudy(store, { images, models })
  const singleMs = timeAnswers(store, filled)
  const said = filled.modelIds.flatMap((modelId) =>
    filled.imageIds.map((imageId) => ({
      modelId,
      imageId,
      predictedClass: 'dog',
      confidence: 0.9,
      isCorrect: true,
    })),
  )
  const predictionsMs = time(() => store.models.setPredictions(said))
  const appendMs = time(() => appendMany(store, filled, { ratings, perRater: answers }))
  const readMs = time(() => [...store.ratings.forAnalysis({ task: 'classify', source: 'simulated' })].length)
  const { callMs, requestMs } = await timeAnswering(folder)
  const row = (name: string, ms: number) => [name, ms.toFixed(1)]
  console.log(
    formatTable(
      ['', 'ms'],
      [
        row(`an answer, fsync included, median of ${answers}`, quantile(singleMs, 0.5)),
        row(`an answer, 99 % of ${answers} are quicker than`, quantile(singleMs, 0.99)),
        row(`a desk's answer, to the next screen, median of ${callMs.length}`, quantile(callMs, 0.5)),
        row(`a desk's answer, 99 % of ${callMs.length} are quicker than`, quantile(callMs, 0.99)),
        row(`the same over HTTP, median of ${requestMs.length}`, quantile(requestMs, 0.5)),
        row(`the same over HTTP, 99 % of ${requestMs.length} are quicker than`, quantile(requestMs, 0.99)),
        row(`${said.length} predictions in one transaction`, predictionsMs),
        row(`${ratings} simulated answers in one transaction`, appendMs),
        row(`reading ${ratings} answers for analysis`, readMs),
      ],
    ),
  )
}

type Filled = ReturnType<typeof fillStudy>

/** One session of a person, answer by answer. */
function timeAnswers(store: StudyStore, filled: Filled): number[] {
  const { siteId, protocolId, stimuli } = filled
  const planId = planOf(store, filled, { name: 'one', trials: stimuli.slice(0, answers), slots: 1 })
  const raterId = store.raters.add({ code: 'BENCH-1', siteId, source: 'own' }).id
  const planSlotId = store.plans.slots(planId)[0]!.id
  const { id } = store.sessions.create({ raterId, source: 'own', siteId, protocolId, planSlotId })
  store.sessions.move(id, 'running')
  const measured = { onsetMs: 100, responseMs: 900, frameIntervalMs: 16.7 }
  return store.plans.trials(planSlotId).map(({ id: planTrialId, stimulusId, type: trialType }) => {
    const rating = { sessionId: id, planTrialId, stimulusId, trialType, answer: 'dog', ...measured }
    return time(() => store.ratings.append(rating))
  })
}

function time(work: () => unknown): number {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.ceil(share * sorted.length) - 1]!
}
