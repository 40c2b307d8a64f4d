import { describe, expect, test } from 'vitest'
import { makeStimulusSet } from '../../../../src/main/study/stored/make-stimulus-set'
import type { ProtocolContent } from '../../../../src/shared/protocol'
import { mappedStudy, smallContent as content } from './mapped-study'

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
    expect(make({ ...more, rendering: { ...more.rendering, visibleFraction: 0.2 } })).toThrow(
      'it was drawn with {"visibleFraction":0.1}',
    )
    expect(make({ ...more, sampling: { ...more.sampling, imagesPerClass: 3 } })).toThrow(
      'wants 4 images of each class with a map of every model, but there are fewer of some (dog: 3, church: 3)',
    )
    expect(make(more, 'another job')).toThrow('(dog: 0, church: 0)')
  })
})
