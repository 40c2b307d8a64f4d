import type { ProtocolContent } from '../../../../src/shared/protocol'
import { conditionsOf } from '../../../../src/shared/protocol'
import { jsonObjectSchema } from '../../../../src/shared/records/common'
import type { StudyStore } from '../../../../src/main/store/study-store'
import { makePlan } from '../../../../src/main/study/plan/make-plan'
import { planRequestOf } from '../../../../src/main/study/plan/plan-request'
import { bindModels } from '../../../../src/main/study/stored/bind-models'
import { ratedImages } from '../../../../src/main/study/stored/rated-images'
import { storePlan } from '../../../../src/main/study/stored/store-plan'
import { aModel, newStudy } from '../../store/study-fixture'

/** A new study with the protocol's models, a stimulus for each of its items, and a stored plan. */
export function studyWithPlan(content: ProtocolContent) {
  const store = newStudy()
  return store.transaction(() => {
    for (const { name, cpr } of content.models) {
      store.models.add(aModel({ name: `net-${name}`, targetCpr: cpr!, measuredCpr: cpr }))
    }
    const modelIds = bindModels(content, store.models.list())
    const setId = addStimuli(store, content, modelIds)
    const protocolId = store.protocols.add(
      content.name,
      jsonObjectSchema.parse(JSON.parse(JSON.stringify(content))),
    ).id
    const images = ratedImages(store.stimuli.ofSet(setId), content, 4)
    const plan = makePlan(planRequestOf(content, images, { raters: null, seed: 4 }))
    const { id: planId } = storePlan(store, { plan, protocolId, stimulusSetId: setId, name: 'plan' })
    return { store, modelIds, setId, protocolId, plan, planId }
  })
}

function addStimuli(
  store: StudyStore,
  content: ProtocolContent,
  modelIds: Readonly<Record<string, string>>,
): string {
  const datasetId = store.datasets.add({
    name: 'toy',
    kind: 'folder',
    location: null,
    fingerprint: 'toy-1',
    classes: content.classes.map(({ id }) => id),
    options: {},
  }).id
  const perClass = content.sampling.imagesPerClass + content.sampling.reservePerClass
  const stimuli = content.classes.flatMap(({ id: className }) =>
    Array.from({ length: perClass }, (_, number) => {
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
      return conditionsOf(content).map(({ name, models }) => ({
        imageId,
        className,
        originalArtifactId: null,
        key: `${path} ${name}`,
        parts: models.map((model) => ({
          modelId: modelIds[model]!,
          mapId: null,
          artifactId: null,
          predictedClass: className,
          isCorrect: true,
        })),
      }))
    }).flat(),
  )
  const set = { name: 'stimuli', datasetId, rendering: content.rendering.kind, seed: 1, options: {} }
  return store.stimuli.addSet(set, stimuli).id
}
