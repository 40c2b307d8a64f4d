import { describe, expect, test } from 'vitest'
import { analyseStudy } from '../../../src/main/analysis/analyse-study'
import { seededRandom } from '../../../src/shared/seeded-random'
import type { RatingRow } from '../../../src/shared/rating-row'
import { classifyRow } from './toy-rows'
import { toyClassifyRows, toyDesign, toyOptions } from './toy-study'

const rows = toyClassifyRows({ cpr1: 0.8, cpr2: 0.8 })
const analyse = (given: readonly RatingRow[], design = toyDesign) =>
  analyseStudy(given, design, { ...toyOptions, replicates: 50 })
const signs = (given: readonly RatingRow[]) => analyse(given).failures.map(({ sign }) => sign)

test('a sound study has none', () => {
  expect(signs(rows)).toEqual([])
})

test('answers by chance have an alpha of at most 0.1', () => {
  const random = seededRandom(3, 'guesses')
  const guesses = rows.map((row) => ({ ...row, answer: random.pick(['dog', 'fish', 'church']) }))
  const { failures } = analyse(guesses)
  expect(failures[0]).toMatchObject({
    sign: 'low-agreement',
    message: expect.stringMatching(
      /alpha of all ratings is -?0\.\d{3} \(-?\d\.\d{3} to \d\.\d{3}\), at most 0\.1/,
    ),
  })
})

test('many "I don\'t know"', () => {
  const unsure = rows.map((row, index) =>
    row.modelId === 'cpr2' && index % 3 === 0 ? { ...row, answer: null } : row,
  )
  const { failures } = analyse(unsure)
  expect(failures.filter(({ sign }) => sign === 'high-dont-know')).toMatchObject([
    { message: expect.stringMatching(/With cpr2 \d+ of 360 answers/) },
  ])
})

describe('careless raters', () => {
  const own = (fields: { raterId: string; responseMs?: number }) =>
    Array.from({ length: 30 }, (_, image) =>
      classifyRow({
        imageId: `i${image}`,
        modelId: 'cpr1',
        answer: ['dog', 'fish', 'church'][image % 3]!,
        ...fields,
      }),
    )
  const messages = (given: readonly RatingRow[], design = toyDesign) =>
    analyse(given, design).failures.flatMap(({ sign, message }) =>
      sign === 'careless-raters' ? [message] : [],
    )

  test('who answer faster than anybody can look', () => {
    expect(messages([...rows, ...own({ raterId: 'hasty', responseMs: 120 })])).toEqual([
      'Rater hasty gave 100 % of the answers too fast to have looked.',
    ])
  })

  test('who always give the same answer', () => {
    const same = own({ raterId: 'bored', responseMs: 2000 }).map((row) => ({ ...row, answer: 'dog' }))
    expect(messages([...rows, ...same])).toEqual(['Rater bored gave one answer in 100 % of the ratings.'])
    expect(messages([...rows, ...same.slice(0, 10)])).toEqual([])
  })

  test('who fail attention checks, but not for one slip', () => {
    const raters = [
      { raterId: 'r01', group: null, checksShown: 4, checksFailed: 3 },
      { raterId: 'r02', group: null, checksShown: 1, checksFailed: 1 },
      { raterId: 'r03', group: null, checksShown: 10, checksFailed: 2 },
    ]
    expect(messages(rows, { ...toyDesign, raters })).toEqual(['Rater r01 failed 3 of 4 attention checks.'])
  })
})
