import { describe, expect, it } from 'vitest'
import { chooseImages } from '../../../../src/main/jobs/runners/choose-images'
import { agreedImages } from '../../../../src/main/jobs/runners/predict-test-images'
import { fileSafe, nameModels } from '../../../../src/main/jobs/runners/name-models'
import { toyImages } from '../../../support/toy-images'

describe('chooseImages', () => {
  // Labels 0 1 2 0 1 2 0 1 2.
  const images = toyImages(9)

  it('draws so many of each class, the same for the same seed', () => {
    const chosen = chooseImages(images, { count: 2, perClass: true, seed: 3 })
    expect(chosen.map((index) => index % 3).sort()).toEqual([0, 0, 1, 1, 2, 2])
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b))
    expect(chooseImages(images, { count: 2, perClass: true, seed: 3 })).toEqual(chosen)
  })

  it('draws so many in all', () => {
    expect(chooseImages(images, { count: 9, perClass: false, seed: 0 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(new Set(chooseImages(images, { count: 4, perClass: false, seed: 0 })).size).toBe(4)
  })

  it('says how many there are when there are too few', () => {
    expect(() => chooseImages(images, { count: 4, perClass: true, seed: 0 })).toThrow(
      'There are only 3 test images of class red, 3 test images of class green, 3 test images of class blue, but 4 were asked for. Ask for at most 3.',
    )
  })

  it('draws only eligible images, and names every class that has too few', () => {
    const eligible = new Set([0, 3, 6, 1, 4, 2])
    const chosen = chooseImages(images, { count: 1, perClass: true, seed: 5, eligible })
    expect(chosen.every((index) => eligible.has(index))).toBe(true)
    expect(() => chooseImages(images, { count: 2, perClass: true, seed: 5, eligible })).toThrow(
      /^There are only 1 test images of class blue that every model classifies correctly, but 2 were asked for\. Ask for at most 1\.$/,
    )
    expect(() => chooseImages(images, { count: 1, perClass: true, seed: 5, eligible: new Set([0]) })).toThrow(
      'Leave out the model that is wrong too often',
    )
  })

  it('draws each eligible image equally often', () => {
    const drawn = new Array<number>(9).fill(0)
    const eligible = new Set([0, 3, 6])
    for (let seed = 0; seed < 600; seed++) {
      for (const index of chooseImages(images, { count: 1, perClass: false, seed, eligible })) drawn[index]!++
    }
    // 200 expected of each; five standard deviations of a binomial share of a third are 58.
    for (const index of eligible) expect(Math.abs(drawn[index]! - 200)).toBeLessThan(58)
  })
})

describe('agreedImages', () => {
  it('are those whose label every model predicts', () => {
    const model = (name: string, classes: number[]) => ({
      model: { name, file: '', shownFile: '' },
      classes: Int32Array.from(classes),
      confidences: new Float32Array(4),
    })
    const labels = Int32Array.of(0, 1, 2, 0)
    expect(agreedImages(labels, [model('a', [0, 1, 0, 0]), model('b', [0, 2, 2, 0])])).toEqual(
      new Set([0, 3]),
    )
  })
})

describe('names', () => {
  it('of models are their files’, made different', () => {
    expect(
      nameModels(['/a/x.safetensors', '/b/x.safetensors', '/images.safetensors']).map(({ name }) => name),
    ).toEqual(['x', 'x-2', 'images-2'])
  })

  it('of files hold no separators', () => {
    expect([' French horn', '../a/b', 'Käse', '///'].map(fileSafe)).toEqual([
      'French-horn',
      'a-b',
      'Käse',
      'unnamed',
    ])
  })
})
