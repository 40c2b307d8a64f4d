import { describe, expect, it } from 'vitest'
import { aModel, newStudy, plannedStudy } from '../study-fixture'

describe('models', () => {
  it('are found by name or id, and a wrong name is answered with those there are', () => {
    const { store, pruned } = plannedStudy()
    expect(store.models.resolve('cpr-2').id).toBe(pruned)
    expect(store.models.resolve(pruned).name).toBe('cpr-2')
    expect(() => store.models.resolve('cpr-3')).toThrow(/no model "cpr-3". It has: cpr-1, cpr-2\./)
    expect(() => newStudy().models.resolve('x')).toThrow(/no models yet/)
  })

  it('come by compression rate and know their ancestors', () => {
    const { store, pruned, full } = plannedStudy()
    const quarter = store.models.add(aModel({ name: 'a', parentId: pruned, targetCpr: 4 })).id
    expect(store.models.list().map(({ name }) => name)).toEqual(['cpr-1', 'cpr-2', 'a'])
    expect(store.models.ancestry(quarter).map(({ id }) => id)).toEqual([quarter, pruned, full])
  })

  it('keep what they were given', () => {
    const store = newStudy()
    const given = aModel({
      name: 'full',
      metrics: { 'test.top1Fraction': 0.97 },
      lineage: [{ action: 'trained', details: { epochs: 3 } }],
      versions: { sweetspot: '0.1.0' },
      seed: 0xffff_ffff,
    })
    const { id, createdAt, ...stored } = store.models.get(store.models.add(given).id)
    expect(stored).toEqual(given)
    expect([id, createdAt]).toEqual([expect.any(String), expect.any(String)])
    expect(Object.isFrozen(stored.metrics)).toBe(true)
  })

  it.each([
    ['without a name', { name: ' ' }],
    ['that got larger by pruning', { targetCpr: 0.5 }],
    ['with more non-zero parameters than parameters', { parameterCount: 10, nonZeroCount: 11 }],
    ['of a parent that is not there', { parentId: '0190a0a0-0000-7000-8000-000000000000' }],
  ])('are refused %s', (_, fields) => {
    const store = newStudy()
    expect(() => store.models.add(aModel({ name: 'x', ...fields }))).toThrow(
      expect.objectContaining({ code: 'store/refused' }),
    )
    expect(store.models.list()).toEqual([])
  })

  it('refuse a name that is taken', () => {
    const { store } = plannedStudy()
    expect(() => store.models.add(aModel({ name: 'cpr-1' }))).toThrow(
      expect.objectContaining({ code: 'store/conflict' }),
    )
  })

  it('know which images all of them get right', () => {
    const { store, full, pruned, imageId } = plannedStudy()
    const said = { imageId, predictedClass: 'dog', confidence: 0.9 }
    store.models.setPredictions([{ ...said, modelId: full, isCorrect: true }])
    expect(store.models.imagesAllGetRight([full], 'test')).toEqual([imageId])
    expect(store.models.imagesAllGetRight([full, pruned], 'test')).toEqual([])
    store.models.setPredictions([{ ...said, modelId: pruned, predictedClass: 'church', isCorrect: false }])
    expect(store.models.imagesAllGetRight([full, pruned], 'test')).toEqual([])
    store.models.setPredictions([{ ...said, modelId: pruned, isCorrect: true }])
    expect(store.models.predictions(pruned)).toHaveLength(1)
    expect(store.models.imagesAllGetRight([full, pruned], 'test')).toEqual([imageId])
    expect(store.models.imagesAllGetRight([full, pruned], 'train')).toEqual([])
  })
})

describe('a transaction', () => {
  it('keeps all or nothing', () => {
    const store = newStudy()
    expect(() =>
      store.transaction(() => {
        store.models.add(aModel({ name: 'one' }))
        store.models.add(aModel({ name: 'one' }))
      }),
    ).toThrow(expect.objectContaining({ code: 'store/conflict' }))
    expect(store.models.list()).toEqual([])
  })
})
