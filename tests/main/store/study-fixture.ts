import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createStudy } from '../../../src/main/store/create-study'
import { systemEnvironment, type StoreEnvironment } from '../../../src/main/store/environment'
import type { StudyStore } from '../../../src/main/store/study-store'
import { aModel } from './a-model'

export { aModel }

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A new study that is closed when the test ends. */
export function newStudy(
  folder = join(temporaryFolder(), 'study'),
  clock: Partial<StoreEnvironment> = {},
): StudyStore {
  const study = { name: 'Less is more', siteName: 'Ulm', sitePrefix: 'ULM' }
  const store = createStudy(folder, study, { ...systemEnvironment, ...clock })
  onTestFinished(() => store.close())
  return store
}

/** A study with two models, one image and a plan of two slots, each with a classification and a pair to rate. */
export function plannedStudy(store = newStudy()) {
  return store.transaction(() => ({ store, ...plan(store) })) // one commit is quicker than twenty
}

function plan(store: StudyStore) {
  const siteId = store.study.get().siteId
  const datasetId = store.datasets.add({
    name: 'toy',
    kind: 'folder',
    location: null,
    fingerprint: 'toy-1',
    classes: ['dog', 'church'],
    options: {},
  }).id
  const imageId = store.images.add({
    datasetId,
    path: 'val/dog/1.png',
    sha256: null,
    className: 'dog',
    split: 'test',
    fingerprint: null,
    widthPx: 8,
    heightPx: 8,
    maskArtifactId: null,
  }).id
  const full = store.models.add(aModel({ name: 'cpr-1' })).id
  const pruned = store.models.add(aModel({ name: 'cpr-2', parentId: full, targetCpr: 2, measuredCpr: 2 })).id
  const part = { mapId: null, artifactId: null, predictedClass: 'dog', isCorrect: true }
  const stimulus = { imageId, className: 'dog', originalArtifactId: null }
  const setId = store.stimuli.addSet(
    { name: 'main', datasetId, rendering: 'occlusion-map', seed: 1, options: {} },
    [
      { ...stimulus, key: 'dog-1-cpr-2', parts: [{ ...part, modelId: pruned }] },
      {
        ...stimulus,
        key: 'dog-1-pair',
        parts: [
          { ...part, modelId: full },
          { ...part, modelId: pruned },
        ],
      },
    ],
  ).id
  const [single, pair] = store.stimuli.ofSet(setId)
  const protocolId = store.protocols.add('experiment 2', { trials: ['classify'] }).id
  const slot = [
    { type: 'classify', stimulusId: single!.id, leftModelId: null, needsAnswer: true, parameters: {} },
    { type: 'pair', stimulusId: pair!.id, leftModelId: pruned, needsAnswer: true, parameters: {} },
    { type: 'break', stimulusId: null, leftModelId: null, needsAnswer: false, parameters: {} },
  ]
  const planId = store.plans.add(
    { protocolId, stimulusSetId: setId, name: 'plan', seed: 3, parameters: {}, proof: {} },
    [slot, slot],
  ).id
  return { siteId, imageId, full, pruned, setId, protocolId, planId, single: single!, pair: pair! }
}

export type PlannedStudy = ReturnType<typeof plannedStudy>

/** A person in a running session on the first open slot, with its trials. */
export function startSession({ store, siteId, protocolId, planId }: PlannedStudy, code = 'ULM-1') {
  const raterId = store.raters.add({ code, siteId, source: 'own' }).id
  const planSlotId = store.plans.openSlots(planId)[0]!.id
  const { id } = store.sessions.create({ raterId, source: 'own', siteId, protocolId, planSlotId })
  return { session: store.sessions.move(id, 'running'), raterId, trials: store.plans.trials(planSlotId) }
}

/** The measured times that every answer of a person has. */
export const measured = {
  onsetMs: 1000.5,
  responseMs: 812.25,
  frameIntervalMs: 16.7,
  inputDevice: 'keyboard',
}
