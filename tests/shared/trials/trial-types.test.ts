import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reservedKeys } from '../../../src/shared/trials/answer-keys'
import { raterProfileSchema, type RaterProfile } from '../../../src/shared/trials/simulated-rater'
import { trialKinds } from '../../../src/shared/trials/trial-type'
import { dataSchema, trialType, trialTypes } from '../../../src/shared/trials/trial-types'
import { seededRandom } from '../../../src/shared/seeded-random'
import { trialExamples } from './trial-examples'

const fraction = fc.double({ min: 0, max: 1, noNaN: true })

const profiles: fc.Arbitrary<RaterProfile> = fc.record({
  skill: fraction,
  equalBias: fc.double({ min: 0, max: 0.95, noNaN: true }),
  unknownRate: fraction,
  sideBias: fc.double({ min: -5, max: 5, noNaN: true }),
  carelessness: fraction,
  lapseRate: fraction,
  responseTime: fc.record({
    muMs: fc.integer({ min: 100, max: 3000 }),
    sigmaMs: fc.integer({ min: 0, max: 1000 }),
    tauMs: fc.integer({ min: 0, max: 3000 }),
  }),
})

describe.each(trialKinds.map((kind) => ({ kind, examples: trialExamples[kind] })))(
  '$kind',
  ({ kind, examples }) => {
    const type = trialType(kind)

    test('stands in the registry under its kind, and says what it is for', () => {
      expect(type.kind).toBe(kind)
      expect(type.description).toMatch(/[.?]$/)
    })

    test('describes every column in a sentence, and names the categories', () => {
      for (const [name, field] of Object.entries(trialTypes[kind].fields)) {
        expect(field.description, name).toMatch(/^[A-Z].*\.$/)
        expect('values' in field, name).toBe(field.type === 'category')
      }
    })

    test('keeps both halves of a trial through JSON, and refuses a field too many', () => {
      for (const { shown, hidden } of examples) {
        expect(type.shown.parse(JSON.parse(JSON.stringify(shown)))).toEqual(shown)
        expect(type.hidden.parse(JSON.parse(JSON.stringify(hidden)))).toEqual(hidden)
        expect(type.shown.safeParse({ ...shown, model: 'cpr-2' }).success).toBe(false)
      }
    })

    test('gives every answer keys of its own that mean nothing else', () => {
      for (const { shown } of examples) {
        const choices = type.choices(shown)
        const keys = choices.flatMap((choice) => choice.keys)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys).not.toContain(reservedKeys.undo)
        expect(keys).not.toContain(reservedKeys.leave)
        expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length)
        expect(choices.every((choice) => choice.keys.length > 0 && choice.keyLabel !== '')).toBe(true)
      }
    })

    test('simulates answers that pass its own schema and give exactly the declared data', () => {
      fc.assert(
        fc.property(profiles, fc.integer(), (profile, seed) => {
          raterProfileSchema.parse(profile)
          for (const trial of examples) {
            const { answer, responseMs } = type.simulate(trial, { profile }, seededRandom(seed).uniform)
            const data = type.record(type.answer.parse(answer), trial)
            expect(Object.keys(data)).toEqual(Object.keys(trialTypes[kind].fields))
            expect(dataSchema(kind).parse(JSON.parse(JSON.stringify(data)))).toEqual(data)
            expect(responseMs).toBeGreaterThan(0)
          }
        }),
        { numRuns: 60 },
      )
    })

    test('repeats a simulation with the same draws', () => {
      const profile = fc.sample(profiles, { numRuns: 1, seed: 3 })[0]!
      const simulate = () => type.simulate(examples[0]!, { profile }, seededRandom(5).uniform)
      expect(simulate()).toEqual(simulate())
    })

    test('refuses an answer that is none of its own', () => {
      const trial = examples[0]!
      const foreign = kind === 'questionnaire' ? { ageBand: 'young' } : 'no such answer'
      expect(() => type.record(foreign, trial)).toThrow(/is not an answer/)
    })
  },
)

test('data with a missing, a foreign or a wrong value are refused', () => {
  const schema = dataSchema('classify')
  const data = { chosenClass: 'dog', isCorrect: true, model: 'cpr-2' }
  expect(schema.safeParse(data).success).toBe(true)
  expect(schema.safeParse({ ...data, isCorrect: 'yes' }).success).toBe(false)
  expect(schema.safeParse({ ...data, side: 'left' }).success).toBe(false)
  expect(schema.safeParse({ chosenClass: 'dog', isCorrect: true }).success).toBe(false)
  expect(schema.safeParse({ ...data, chosenClass: null, isCorrect: null }).success).toBe(true)
  expect(schema.safeParse({ ...data, model: null }).success).toBe(false)
})
