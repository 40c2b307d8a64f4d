import type { StudyStore } from '../src/main/store/study-store'

/** Puts a data set, models, and a stimulus for each image under the first model into a study. */
export function fillStudy(store: StudyStore, counts: { readonly images: number; readonly models: number }) {
  const { siteId } = store.study.get()
  return store.transaction(() => {
    const dataset = { name: 'bench', kind: 'folder', location: null, fingerprint: 'bench', classes: ['dog'] }
    const datasetId = store.datasets.add({ ...dataset, options: {} }).id
    const imageIds = Array.from({ length: counts.images }, (_, index) => addImage(store, datasetId, index))
    const modelIds = Array.from({ length: counts.models }, (_, index) => addModel(store, datasetId, index))
    const part = {
      modelId: modelIds[0]!,
      mapId: null,
      artifactId: null,
      predictedClass: 'dog',
      isCorrect: true,
    }
    const stimuli = imageIds.map((imageId, index) => ({
      imageId,
      key: `dog-${index}`,
      className: 'dog',
      originalArtifactId: null,
      parts: [part],
    }))
    const set = { name: 'bench', datasetId, rendering: 'occlusion-map', seed: 0, options: {} }
    const setId = store.stimuli.addSet(set, stimuli).id
    const protocolId = store.protocols.add('bench', {}).id
    return { siteId, imageIds, modelIds, setId, protocolId, stimuli: store.stimuli.ofSet(setId) }
  })
}

/** Stores a plan in which every slot has the same trials. @returns its id */
export function planOf(
  store: StudyStore,
  { protocolId, setId }: { readonly protocolId: string; readonly setId: string },
  plan: {
    readonly name: string
    readonly trials: readonly { readonly id: string }[]
    readonly slots: number
  },
): string {
  const trials = plan.trials.map(({ id: stimulusId }) => ({
    type: 'classify',
    stimulusId,
    leftModelId: null,
    needsAnswer: true,
    parameters: {},
  }))
  const made = { protocolId, stimulusSetId: setId, name: plan.name, seed: 0, parameters: {}, proof: {} }
  return store.plans.add(
    made,
    Array.from({ length: plan.slots }, () => trials),
  ).id
}

/** A simulation in which each rater answers so many trials, in one transaction. */
export function appendMany(
  store: StudyStore,
  filled: ReturnType<typeof fillStudy>,
  { ratings, perRater }: { readonly ratings: number; readonly perRater: number },
): void {
  const { siteId, protocolId, stimuli } = filled
  const slots = ratings / perRater
  const planId = planOf(store, filled, { name: 'many', trials: stimuli.slice(0, perRater), slots })
  const simulation = { source: 'simulated' as const, name: 'bench', sha256: null, seed: 1, parameters: {} }
  store.transaction(() => {
    const batchId = store.raters.addBatch(simulation).id
    for (const [index, { id: planSlotId }] of store.plans.slots(planId).entries()) {
      const rater = { code: `R${index}`, siteId, source: 'simulated' as const, batchId }
      const raterId = store.raters.add(rater).id
      const session = { raterId, batchId, source: 'simulated' as const, siteId, protocolId, planSlotId }
      const { id } = store.sessions.create(session)
      store.sessions.move(id, 'running')
      store.ratings.appendAll(
        store.plans.trials(planSlotId).map(({ id: planTrialId, stimulusId, type: trialType }) => ({
          sessionId: id,
          planTrialId,
          stimulusId,
          trialType,
          answer: 'dog',
          responseMs: 800,
        })),
      )
    }
  })
}

function addImage(store: StudyStore, datasetId: string, index: number): string {
  const unknown = { sha256: null, fingerprint: null, widthPx: null, heightPx: null, maskArtifactId: null }
  const path = `val/dog/${index}.png`
  return store.images.add({ datasetId, path, className: 'dog', split: 'test', ...unknown }).id
}

function addModel(store: StudyStore, datasetId: string, index: number): string {
  return store.models.add({
    name: `cpr-${2 ** index}`,
    parentId: null,
    datasetId,
    architecture: 'vgg16',
    classes: ['dog', 'church'],
    sizePx: 224,
    criterion: null,
    scope: null,
    targetCpr: 2 ** index,
    measuredCpr: 2 ** index,
    totalCpr: 2 ** index,
    parameterCount: null,
    nonZeroCount: null,
    seed: 0,
    weightsArtifactId: null,
    metrics: {},
    lineage: [],
    versions: {},
    jobId: null,
  }).id
}
