import type { StudyStore } from '../../../../src/main/store/study-store'
import type { ProtocolContent } from '../../../../src/shared/protocol'
import { presetProtocol } from '../../../../src/shared/protocol-presets'
import { aModel, newStudy } from '../../store/study-fixture'

const models = [
  { name: 'cpr-1', cpr: 1 },
  { name: 'cpr-2', cpr: 2 },
]

/** A preset for the models and classes of `mappedStudy`: two images of each class, two ratings an item. */
export const smallContent = (preset: Parameters<typeof presetProtocol>[0]): ProtocolContent =>
  presetProtocol(preset, {
    models,
    classIds: ['dog', 'church'],
    sampling: { imagesPerClass: 2, reservePerClass: 1, ratingsPerItem: 2 },
  })

/** A study in which a maps job explained three images of each class by both models. */
export function mappedStudy(): { readonly store: StudyStore; readonly jobId: string } {
  const store = newStudy()
  return store.transaction(() => {
    const modelIds = models.map(({ name, cpr }) => store.models.add(aModel({ name, targetCpr: cpr })).id)
    const jobId = store.jobs.add({ kind: 'maps', request: {} }).id
    store.jobs.start(jobId)
    store.jobs.finish(jobId, {})
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
            options: { visibleFraction: 0.1 },
            scaling: null,
            artifactId,
          })
        }
      }
    }
    return { store, jobId }
  })
}
