import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/shared/seeded-random'
import { answerKey, maximumAnswers, noneKey } from '../../../src/shared/trials/answer-keys'
import { attentionCheckTrial } from '../../../src/shared/trials/attention-check-trial'
import { classifyTrial } from '../../../src/shared/trials/classify-trial'
import { likertTrial } from '../../../src/shared/trials/likert-trial'
import { pairTrial } from '../../../src/shared/trials/pair-trial'
import type { RaterProfile } from '../../../src/shared/trials/simulated-rater'
import {
  classifyHidden,
  classifyShown,
  evidence,
  likertHidden,
  likertShown,
  pairHidden,
  pairShown,
  trialExamples,
} from './trial-examples'

const looks: RaterProfile = {
  skill: 0.5,
  equalBias: 0.2,
  unknownRate: 0.5,
  sideBias: 0,
  carelessness: 0,
  lapseRate: 0,
  responseTime: { muMs: 1000, sigmaMs: 100, tauMs: 500 },
}

const draws = 4000
/** Five standard deviations of a share of 4,000 draws, at its widest: 5 × √(.25 / 4000). */
const tolerance = 0.04

/** Shares of the answers in many simulated trials. */
function shares(
  simulate: (uniform: () => number) => { answer: string | null },
): (id: string | null) => number {
  const { uniform } = seededRandom(11)
  const answers = Array.from({ length: draws }, () => simulate(uniform).answer)
  return (id) => answers.filter((answer) => answer === id).length / draws
}

describe('pair', () => {
  const pair = { kind: 'pair', shown: pairShown, hidden: pairHidden } as const

  test('stores the model that was chosen, never the side', () => {
    const stored = { leftModel: 'cpr-2', rightModel: 'cpr-32' }
    expect(pairTrial.record('left', pair)).toEqual({ chosenModel: 'cpr-2', ...stored })
    expect(pairTrial.record('right', pair)).toEqual({ chosenModel: 'cpr-32', ...stored })
    expect(pairTrial.record('equal', pair)).toEqual({ chosenModel: 'equal', ...stored })
  })

  test('has arrows and digits; without "both equally", the right one is 2', () => {
    expect(pairTrial.choices(pairShown).map(({ keyLabel }) => keyLabel)).toEqual(['← 1', '↑ ↓ 2', '→ 3'])
    const two = { ...pairShown, labels: { ...pairShown.labels, equal: null } }
    expect(pairTrial.choices(two).map(({ keyLabel }) => keyLabel)).toEqual(['← 1', '→ 2'])
    expect(() => pairTrial.record('equal', { ...pair, shown: two })).toThrow('Allowed: left, right')
  })

  test('takes no answer only where the trial has a time-out', () => {
    expect(() => pairTrial.record(null, pair)).toThrow('it has no time-out')
    const timed = { ...pair, shown: { ...pairShown, timeoutMs: 1000 } }
    expect(pairTrial.record(null, timed).chosenModel).toBeNull()
  })

  test('simulates ties between equals at the rate of the bias, and sides by their log-odds', () => {
    const equals = { ...pairHidden, leftEvidence: evidence(0.5, 'a'), rightEvidence: evidence(0.5, 'b') }
    const unskilled = { ...looks, skill: 0 }
    const share = shares((uniform) =>
      pairTrial.simulate({ ...pair, hidden: equals }, { profile: unskilled }, uniform),
    )
    expect(Math.abs(share('equal') - 0.2)).toBeLessThan(tolerance)
    expect(Math.abs(share('left') - 0.4)).toBeLessThan(tolerance)
    const biased = shares((uniform) =>
      pairTrial.simulate(
        { ...pair, hidden: equals },
        { profile: { ...unskilled, equalBias: 0, sideBias: Math.log(3) } },
        uniform,
      ),
    )
    // Odds of 3 to 1.
    expect(Math.abs(biased('left') - 0.75)).toBeLessThan(tolerance)
  })

  test('simulates the better map the more often the more skill there is, and always with all of it', () => {
    const left = (skill: number): number =>
      shares((uniform) => pairTrial.simulate(pair, { profile: { ...looks, equalBias: 0, skill } }, uniform))(
        'left',
      )
    // Evidence .8 against .3 at skill .5: log-odds 8 × .5 = 4, so 1 / (1 + e⁻⁴) = .982.
    expect(Math.abs(left(0) - 0.5)).toBeLessThan(tolerance)
    expect(Math.abs(left(0.5) - 0.982)).toBeLessThan(tolerance)
    expect(left(1)).toBe(1)
  })

  test('simulates that the same map twice is seen to be the same', () => {
    const same = { ...pairHidden, rightEvidence: pairHidden.leftEvidence }
    const share = shares((uniform) =>
      pairTrial.simulate({ ...pair, hidden: same }, { profile: { ...looks, skill: 1 } }, uniform),
    )
    expect(share('equal')).toBe(1)
  })
})

describe('classify', () => {
  const classify = { kind: 'classify', shown: classifyShown, hidden: classifyHidden } as const

  test('stores the class and whether it is right; not knowing is not right', () => {
    expect(classifyTrial.record('dog', classify)).toEqual({
      chosenClass: 'dog',
      isCorrect: true,
      model: 'cpr-2',
    })
    expect(classifyTrial.record('fish', classify).isCorrect).toBe(false)
    expect(classifyTrial.record('unknown', classify)).toMatchObject({
      chosenClass: 'unknown',
      isCorrect: false,
    })
  })

  test('has 1 to 9, 0, then letters, and N for none', () => {
    const labels = Array.from({ length: 12 }, (_, index) => answerKey(index).keyLabel)
    expect(labels).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'B', 'C'])
    const all = Array.from({ length: maximumAnswers }, (_, index) => answerKey(index).keys).flat()
    expect(new Set([...all, ...noneKey.keys]).size).toBe(all.length + 1)
  })

  test('simulates recognition at the skill, and doubt and guesses where there is none', () => {
    const share = shares((uniform) => classifyTrial.simulate(classify, { profile: looks }, uniform))
    // Skill .5 at evidence .5 recognises half; of the rest half do not know, half guess one of three classes.
    expect(Math.abs(share('unknown') - 0.25)).toBeLessThan(tolerance)
    expect(Math.abs(share('dog') - (0.5 + 0.25 / 3))).toBeLessThan(tolerance)
    expect(Math.abs(share('fish') - 0.25 / 3)).toBeLessThan(tolerance)
  })

  test('simulates those who do not look as chance, and faster', () => {
    const careless = { ...looks, carelessness: 1 }
    const share = shares((uniform) => classifyTrial.simulate(classify, { profile: careless }, uniform))
    for (const id of ['fish', 'dog', 'church', 'unknown']) {
      expect(Math.abs(share(id) - 0.25)).toBeLessThan(tolerance)
    }
    const meanMs = (profile: RaterProfile): number => {
      const { uniform } = seededRandom(2)
      const times = Array.from(
        { length: draws },
        () => classifyTrial.simulate(classify, { profile }, uniform).responseMs,
      )
      return times.reduce((sum, time) => sum + time, 0) / draws
    }
    // 300 ms of viewing; the mean of an ex-Gaussian is mu + tau = 1,500 ms; careless ones take a quarter.
    expect(Math.abs(meanMs(looks) - 1800)).toBeLessThan(50)
    expect(Math.abs(meanMs(careless) - (300 + 375))).toBeLessThan(20)
  })

  test('simulates no answer where the time is over', () => {
    const timed = { ...classify, shown: { ...classifyShown, timeoutMs: 1000 } }
    const { answer, responseMs } = classifyTrial.simulate(
      timed,
      { profile: { ...looks, responseTime: { muMs: 2000, sigmaMs: 0, tauMs: 0 } } },
      seededRandom(1).uniform,
    )
    expect([answer, responseMs]).toEqual([null, 1000])
  })
})

describe('likert', () => {
  test('stores the point as a number', () => {
    const likert = { kind: 'likert', shown: likertShown, hidden: likertHidden } as const
    expect(likertTrial.record('4', likert)).toEqual({ rating: 4, pointCount: 5, model: 'cpr-2' })
    expect(() => likertTrial.record('6', likert)).toThrow('Allowed: 1, 2, 3, 4, 5')
  })

  test('simulates the point in whose range the evidence lies', () => {
    const point = (energy: number): string | null =>
      likertTrial.simulate(
        { kind: 'likert', shown: likertShown, hidden: { model: 'm', evidence: evidence(energy) } },
        { profile: { ...looks, skill: 1 } },
        seededRandom(1).uniform,
      ).answer
    expect([0, 0.19, 0.5, 0.81, 1].map(point)).toEqual(['1', '1', '3', '5', '5'])
  })
})

test('an attention check passes on the expected answer only', () => {
  const check = trialExamples['attention-check'][0]!
  expect(attentionCheckTrial.record('equal', check)).toEqual({
    form: 'known-answer',
    expected: 'equal',
    answer: 'equal',
    hasPassed: true,
  })
  expect(attentionCheckTrial.record('left', check).hasPassed).toBe(false)
})
