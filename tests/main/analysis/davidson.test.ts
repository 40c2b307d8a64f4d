import { describe, expect, test } from 'vitest'
import { fitDavidson, type PairCounts } from '../../../src/main/analysis/davidson'

/** Davidson 1970, table 2: six brands of chocolate pudding; pair, first preferred, second preferred, no preference. */
const pudding: PairCounts[] = [
  [1, 2, 19, 22, 16],
  [1, 3, 16, 19, 12],
  [2, 3, 19, 19, 10],
  [1, 4, 18, 23, 13],
  [2, 4, 23, 19, 9],
  [3, 4, 19, 20, 15],
  [1, 5, 13, 19, 18],
  [2, 5, 16, 20, 12],
  [3, 5, 16, 15, 17],
  [4, 5, 17, 14, 16],
  [1, 6, 18, 21, 12],
  [2, 6, 22, 20, 12],
  [3, 6, 13, 18, 10],
  [4, 6, 14, 19, 18],
  [5, 6, 11, 21, 12],
].map(([first, second, firstWins, secondWins, ties]) => ({
  first: first! - 1,
  second: second! - 1,
  firstWins: firstWins!,
  secondWins: secondWins!,
  ties: ties!,
}))

describe("Davidson's own example", () => {
  const fit = fitDavidson(6, pudding)!

  test("has the strengths and the tie parameter that R's PlackettLuce gives, to its tolerance", () => {
    const total = fit.logStrengths.reduce((sum, value) => sum + Math.exp(value), 0)
    const shares = fit.logStrengths.map((value) => Math.exp(value) / total)
    const published = [0.1388005, 0.1729985, 0.161742, 0.165393, 0.1586805, 0.2023855]
    for (const [index, share] of shares.entries()) expect(share).toBeCloseTo(published[index]!, 4)
    expect(fit.tieParameter).toBeCloseTo(0.7468147, 4)
  })

  test('no other parameters are more likely, and the information is the curvature there', () => {
    const at = (shift: readonly number[]): number =>
      logLikelihood(
        pudding,
        fit.logStrengths.map((value, index) => value + (index === 0 ? 0 : shift[index - 1]!)),
        fit.tieParameter * Math.exp(shift[5]!),
      )
    const step = 1e-3
    const shift = (...moves: readonly (readonly [number, number])[]): number[] => {
      const moved = [0, 0, 0, 0, 0, 0]
      for (const [index, amount] of moves) moved[index]! += amount
      return moved
    }
    const best = at(shift())
    expect(best).toBeCloseTo(fit.logLikelihood, 8)
    const information = shift().map((_, i) =>
      shift().map((_, j) => {
        const mixed = (a: number, b: number) => at(shift([i, a * step], [j, b * step]))
        return -(mixed(1, 1) - mixed(1, -1) - mixed(-1, 1) + mixed(-1, -1)) / (4 * step * step)
      }),
    )
    for (let i = 0; i < 6; i++) {
      const [up, down] = [at(shift([i, step])), at(shift([i, -step]))]
      expect(Math.abs(up - down) / (2 * step)).toBeLessThan(1e-4)
      expect(Math.max(up, down)).toBeLessThan(best)
      for (let j = 0; j < 6; j++) {
        const product = information[i]!.reduce((sum, value, k) => sum + value * fit.covariance[k]![j]!, 0)
        expect(product).toBeCloseTo(Number(i === j), 4)
      }
    }
  })
})

test('two models without ties: the strengths have the odds of the counts', () => {
  const fit = fitDavidson(2, [{ first: 0, second: 1, firstWins: 30, secondWins: 10, ties: 0 }])!
  expect(fit.logStrengths[0]! - fit.logStrengths[1]!).toBeCloseTo(Math.log(3), 10)
  expect(fit.tieParameter).toBe(0)
  // The variance of a log odds is 1/30 + 1/10.
  expect(fit.covariance[0]![0]).toBeCloseTo(1 / 30 + 1 / 10, 8)
})

test('two equal models that tie every second time have a tie parameter of 2', () => {
  const fit = fitDavidson(2, [{ first: 0, second: 1, firstWins: 10, secondWins: 10, ties: 20 }])!
  expect(fit.logStrengths).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)])
  expect(fit.tieParameter).toBeCloseTo(2, 10)
})

test.each([
  ['a model that always wins', 2, [{ first: 0, second: 1, firstWins: 5, secondWins: 0, ties: 0 }]],
  ['only ties', 2, [{ first: 0, second: 1, firstWins: 0, secondWins: 0, ties: 9 }]],
  ['models that were never compared', 3, [{ first: 0, second: 1, firstWins: 5, secondWins: 3, ties: 1 }]],
  ['no comparison', 2, []],
])('there is no finite fit for %s', (_name, models, pairs) => {
  expect(fitDavidson(models, pairs)).toBeNull()
})

/** Straight from the definition of the model. */
function logLikelihood(pairs: readonly PairCounts[], logs: readonly number[], tie: number): number {
  return pairs.reduce((sum, { first, second, firstWins, secondWins, ties }) => {
    const [a, b] = [Math.exp(logs[first]!), Math.exp(logs[second]!)]
    const both = tie * Math.sqrt(a * b)
    const total = a + b + both
    return (
      sum + firstWins * Math.log(a / total) + secondWins * Math.log(b / total) + ties * Math.log(both / total)
    )
  }, 0)
}
