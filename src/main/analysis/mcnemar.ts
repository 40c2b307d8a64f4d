import { countText } from '../../shared/count-text'
import type { Interval, TestResult } from '../../shared/analysis-estimate'
import type { ClassifyRow } from '../../shared/rating-row'
import { fairCoinCdf, fairCoinPmf } from './distributions'
import { isCorrect, type PairedRatings } from './paired-ratings'
import { exactInterval } from './proportions'

/**
 * McNemar's test of two models on the majorities of the same images: exact, and in the mid-p form that is closer to its
 * level (Fagerland, Lydersen and Laake 2013). An image counts as recognised where more than half of its ratings name
 * the true class.
 */
export function mcnemarTests(
  { first, second, rows }: PairedRatings,
  level: number,
): { midP: TestResult; exact: TestResult } {
  const images = Map.groupBy(rows, ({ imageId }) => imageId)
  let onlyFirst = 0
  let onlySecond = 0
  for (const ratings of images.values()) {
    const [a, b] = [majorityCorrect(ratings, first), majorityCorrect(ratings, second)]
    if (a && !b) onlyFirst++
    if (b && !a) onlySecond++
  }
  const discordant = onlyFirst + onlySecond
  const fewer = Math.min(onlyFirst, onlySecond)
  const doubled = 2 * fairCoinCdf(fewer, discordant)
  const counts = `${countText(onlyFirst, 'image')} recognised only with ${first}, ${onlySecond} only with ${second}`
  const test = (form: string, p: number): TestResult => ({
    comparison: `${first} against ${second}`,
    statistic: onlyFirst,
    degreesOfFreedom: null,
    p: images.size === 0 ? null : Math.min(1, p),
    holmP: null,
    effects: [
      {
        measure: 'odds ratio of images recognised with one model only',
        estimate: onlySecond > 0 ? onlyFirst / onlySecond : null,
        interval: oddsInterval(exactInterval(onlyFirst, discordant, level)),
        method: `${counts}; exact interval`,
        n: discordant,
        seed: null,
      },
    ],
    method: `McNemar's test (${form}) of images recognised by a majority of raters: ${counts}`,
    n: images.size,
    seed: null,
  })
  return {
    midP: test('mid-p', doubled - fairCoinPmf(fewer, discordant)),
    exact: test('exact', doubled),
  }
}

function majorityCorrect(ratings: readonly ClassifyRow[], model: string): boolean {
  const own = ratings.filter(({ modelId }) => modelId === model)
  return 2 * own.filter(isCorrect).length > own.length
}

/** Bounds of a share as odds; null where one of them is infinite. */
function oddsInterval(share: Interval | null): Interval | null {
  if (!share || share.upper === 1) return null
  return { ...share, lower: share.lower / (1 - share.lower), upper: share.upper / (1 - share.upper) }
}
