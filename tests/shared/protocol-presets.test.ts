import { describe, expect, test } from 'vitest'
import { conditionsOf, planShapeOf, protocolContentSchema } from '../../src/shared/protocol'
import { presetNames, presetProtocol } from '../../src/shared/protocol-presets'
import { validateProtocol } from '../../src/shared/protocol-validation'

describe('presetProtocol', () => {
  test.each(presetNames)('%s is sound, and survives JSON', (name) => {
    const content = presetProtocol(name)
    expect(validateProtocol(content)).toEqual([])
    expect(protocolContentSchema.parse(JSON.parse(JSON.stringify(content)))).toEqual(content)
  })

  test.each([
    ['experiment-1-heat-maps', 5000],
    ['experiment-1-occlusion-maps', 7500],
    ['experiment-2', 7500],
  ] as const)('%s comes to %d ratings, as published', (name, ratings) => {
    const { imageCount, conditionCount, ratingsPerItem } = planShapeOf(presetProtocol(name))
    expect(imageCount * conditionCount * ratingsPerItem).toBe(ratings)
  })

  test('pairs the models as published', () => {
    const names = conditionsOf(presetProtocol('experiment-1-occlusion-maps')).map(({ name }) => name)
    expect(names).toEqual(['cpr-2:cpr-1', 'cpr-32:cpr-1', 'cpr-2:cpr-32'])
  })

  test.each(presetNames)('%s fits other models, classes and numbers', (name) => {
    const content = presetProtocol(name, {
      models: [1, 2, 4, 8, 16, 32].map((cpr) => ({ name: `net-${cpr}`, cpr })),
      classIds: ['dog', 'zebra', 'church'],
      sampling: { imagesPerClass: 4, ratingsPerItem: 3 },
    })
    expect(validateProtocol(content)).toEqual([])
    expect(content.classes[0]!.labels.de).toBe('Hund')
    expect(content.classes[1]!.labels.de).toBe('zebra')
    // 12 images: nobody needs to see one twice.
    expect(content.sampling.itemsPerRater).toBeLessThanOrEqual(12)
  })
})

describe('validateProtocol', () => {
  const content = presetProtocol('experiment-1-heat-maps')
  const fields = (changes: object): readonly string[] =>
    validateProtocol({ ...content, ...changes }).map(({ field }) => field)

  test('names the field of what does not parse', () => {
    expect(fields({ name: '' })).toEqual(['name'])
    expect(fields({ models: [{ name: 'equal', cpr: 1 }] })).toEqual(['models.0.name'])
  })

  test('finds models and pairs that do not fit', () => {
    const task = { ...content.task, pairs: [['cpr-2', 'cpr-4'], ['cpr-2', 'cpr-2']] } // prettier-ignore
    expect(fields({ task, sampling: { ...content.sampling } })).toEqual(['task.pairs.0.1', 'task.pairs.1'])
    expect(fields({ models: [...content.models, content.models[0]] })).toEqual(['models.3.name'])
  })

  test('says which numbers would work where they do not', () => {
    const [problem] = validateProtocol({ ...content, sampling: { ...content.sampling, itemsPerRater: 99 } })
    expect(problem).toEqual({
      field: 'sampling.itemsPerRater',
      message: expect.stringContaining('50 raters × 100 items, 5 ratings an item'),
    })
  })

  test('holds blocks in their order, and checks to what can be known', () => {
    const [consent, ...others] = content.timeline
    expect(fields({ timeline: [...others.slice(0, 1), consent, ...others.slice(1)] })).toEqual(['timeline.1'])
    expect(fields({ timeline: content.timeline.filter(({ type }) => type !== 'rating') })).toEqual([
      'timeline',
    ])
    expect(fields({ task: { ...content.task, isEqualOffered: false } })).toEqual(['timeline.7.checkForm'])
    expect(fields({ sampling: { ...content.sampling, reservePerClass: 0 } })).toEqual([
      'sampling.reservePerClass',
    ])
  })

  test('holds examples to the pages there are, and to images that nobody rates', () => {
    const words = content.timeline.filter(({ type }) => !['practice', 'comprehension'].includes(type))
    const timeline = words.map((block) => (block.type === 'rating' ? { ...block, checkEvery: null } : block))
    const rateAll = { ...content.sampling, reservePerClass: 0 }
    expect(fields({ timeline, sampling: rateAll })).toEqual(['sampling.reservePerClass'])
    const withExamples = (examplePages: string[] | undefined) =>
      timeline.map((block) => (block.type === 'instructions' ? { ...block, examplePages } : block))
    expect(fields({ timeline: withExamples(undefined), sampling: rateAll })).toEqual([])
    expect(fields({ timeline: withExamples(['instructions.start']) })).toEqual([
      'timeline.2.examplePages.0',
      'timeline.3.examplePages.0',
    ])
  })

  test('misses texts, their gaps and names of classes in every language that is used', () => {
    const { de, en } = content.texts
    const english = { ...en, 'screen.progress': 'progress', 'pair.left': ' ' }
    expect(fields({ texts: { en: english, de } })).toEqual([
      'texts.en.screen.progress',
      'texts.en.screen.progress',
      'texts.en.pair.left',
    ])
    const classes = content.classes.map(({ id, labels }) => ({ id, labels: { en: labels.en } }))
    expect(fields({ classes: classes.slice(0, 10) })).toHaveLength(10)
    expect(fields({ classes, texts: { en } })).toEqual([])
    expect(fields({ texts: {} })).toEqual(['texts'])
  })
})
