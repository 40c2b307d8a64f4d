import { describe, expect, it } from 'vitest'
import { chooseImages } from '../../../../src/main/jobs/runners/choose-images'
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
      'There are only 3 test images of class red, but 4 were asked for.',
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
