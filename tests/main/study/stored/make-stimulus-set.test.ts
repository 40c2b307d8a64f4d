import { describe, expect, test } from 'vitest'
import type { StudyStore } from '../../../../src/main/store/study-store'
import { makeStimulusSet } from '../../../../src/main/study/stored/make-stimulus-set'
import type { ProtocolContent } from '../../../../src/shared/protocol'
import { presetProtocol } from '../../../../src/shared/protocol-presets'
import { aModel, newStudy } from '../../store/study-fixture'

const models = [
  { name: 'cpr-1', cpr: 1 },
  { name: 'cpr-2', cpr: 2 },
]

const content = (preset: Parameters<typeof presetProtocol>[0]): ProtocolContent =>
  presetProtocol(preset, {
    models,
    classIds: ['dog', 'church'],
    sampling: { imagesPerClass: 2, reservePerClass: 1, ratingsPerItem: 2 },
  })

/** A study in which a maps job explained three images of each class by both models. */
function mappedStudy(): { readonly store: StudyStore; readonly jobId: string } {
  const store = newStudy()
  return store.transaction(() => {
    const modelIds = models.map(({ name, cpr }) => store.models.add(aModel({ name, targetCpr: cpr })).id)
    const jobId = store.jobs.add({ kind: 'maps', request: {} }).id
    const datasetId = store.datasets.add({
      name: 'toy',
      kind: 'folder',
      location: null,
      fingerprint: 'toy',
      classes: ['dog', 'church'],
      options: {},
    }).id
    const file = (path: string): string =>
      store.artifacts.add({ path, sha256: 'a'.repeat(64), byteCount: 1 }).id
    for (const className of ['dog', 'church']) {
      for (let number = 0; number < 3; number++) {
        const path = `val/${className}/${number}.png`
        const imageId = store.images.add({
          datasetId,
          path,
          sha256: null,
          className,
          split: 'test',
          fingerprint: null,
          widthPx: 8,
          heightPx: 8,
          maskArtifactId: null,
        }).id
        const originalArtifactId = file(`maps/${path}`)
        for (const [index, modelId] of modelIds.entries()) {
          const { id: mapId } = store.maps.add({
            modelId,
            imageId,
            method: 'grad-cam',
            layer: 'pool',
            explainedClass: className,
            predictedClass: className,
            confidence: 0.9,
            noPositiveEvidence: false,
            originalArtifactId,
            rawArtifactId: null,
            rawTensor: null,
            rawMinimum: 0,
            rawMaximum: 1,
            rawMean: 0.5,
            energyInside: null,
            jobId,
          })
          const artifactId = file(`maps/${path}-${index}-occlusion.png`)
          store.maps.addRendering({
            mapId,
            rendering: 'occlusion-map',
            options: {},
            scaling: null,
            artifactId,
          })
        }
      }
    }
    return { store, jobId }
  })
}

describe('makeStimulusSet', () => {
  test('has a stimulus for every image and model, or pair of models, with the pictures that the protocol shows', () => {
    const { store, jobId } = mappedStudy()
    const single = makeStimulusSet(store, {
      name: 'single',
      content: content('experiment-2'),
      mapsJobId: jobId,
      seed: 1,
    })
    const pairs = makeStimulusSet(store, {
      name: 'pairs',
      content: content('experiment-1-occlusion-maps'),
      mapsJobId: jobId,
      seed: 1,
    })
    expect(store.stimuli.ofSet(single.id)).toHaveLength(12)
    const stimuli = store.stimuli.ofSet(pairs.id)
    expect(stimuli).toHaveLength(6)
    for (const { parts, originalArtifactId } of stimuli) {
      expect(parts.map(({ modelId }) => store.models.get(modelId).name)).toEqual(['cpr-2', 'cpr-1'])
      expect(new Set([originalArtifactId, ...parts.map(({ artifactId }) => artifactId)]).size).toBe(3)
      expect(parts.every(({ isCorrect }) => isCorrect)).toBe(true)
    }
  })

  test('refuses maps that were drawn in another way, and too few of them', () => {
    const { store, jobId } = mappedStudy()
    const make =
      (protocol: ProtocolContent, mapsJobId = jobId) =>
      () =>
        makeStimulusSet(store, { name: 'set', content: protocol, mapsJobId, seed: 1 })
    expect(make(content('experiment-1-heat-maps'))).toThrow('was not drawn as heat-map')
    const more = content('experiment-2')
    expect(make({ ...more, sampling: { ...more.sampling, imagesPerClass: 3 } })).toThrow(
      'wants 4 images of each class with a map of every model, but there are fewer of some (dog: 3, church: 3)',
    )
    expect(make(more, 'another job')).toThrow('(dog: 0, church: 0)')
  })
})
