import { krippendorffAlpha } from '../src/main/analysis/alpha'
import { alphaInfluences } from '../src/main/analysis/alpha-influence'
import { analyseStudy } from '../src/main/analysis/analyse-study'
import { reliabilityTable } from '../src/main/analysis/reliability-table'
import { suggestDesign } from '../src/main/analysis/suggest-design'
import { defaultAnalysisOptions } from '../src/shared/analysis-design'
import type { ClassifyRow } from '../src/shared/rating-row'
import { seededRandom } from '../src/shared/seeded-random'

/** One thing to time. */
export interface AnalysisCase {
  readonly title: string
  /** Runs once and without a warm-up. */
  readonly isLarge: boolean
  /** Makes the ratings, and gives back what is timed. */
  readonly prepare: () => () => unknown
}

interface Size {
  readonly images: number
  readonly raters: number
}

/** As the published experiment 2: 500 images under 3 models, each rated by 5 of 116 raters. */
const published: Size = { images: 500, raters: 116 }
const hundredThousand: Size = { images: 6667, raters: 500 }
const million: Size = { images: 66_667, raters: 2000 }

const modelIds = ['nonpruned', '2pruned', '32pruned'] as const
const classes = Array.from({ length: 10 }, (_, index) => `class ${index}`)
const ratingsPerItem = 5

/** Ratings drawn at random, right in 0.86, 0.86 and 0.81 of the cases. Nobody gave them. */
function drawRows({ images, raters }: Size): ClassifyRow[] {
  const random = seededRandom(1, 'bench')
  const accuracies = [0.86, 0.86, 0.81]
  const rows: ClassifyRow[] = []
  for (let image = 0; image < images; image++) {
    const className = classes[image % classes.length]!
    for (const [model, modelId] of modelIds.entries()) {
      const first = random.below(raters)
      for (let place = 0; place < ratingsPerItem; place++) {
        const isRight = random.chance(accuracies[model]!)
        const other = random.chance(0.7) ? null : classes[random.below(classes.length)]!
        rows.push({
          task: 'classify',
          raterId: `rater ${(first + place * 7) % raters}`,
          itemId: `${image}_${className}_${modelId}`,
          imageId: `image ${image}`,
          className,
          modelId,
          answer: isRight ? className : other,
          responseMs: random.between(800, 4000),
          source: 'simulated',
          site: null,
        })
      }
    }
  }
  return rows
}

const ratings = () =>
  drawRows(published).map(({ itemId, raterId, answer }) => ({
    unit: itemId,
    rater: raterId,
    value: answer ?? '',
  }))

const alphaCase = (
  title: string,
  replicates: number,
  resample: 'units' | 'both' = 'units',
): AnalysisCase => ({
  title,
  isLarge: false,
  prepare: () => {
    const given = ratings()
    return () => krippendorffAlpha(given, { metric: 'nominal', replicates, resample, seed: 1 })
  },
})

const wholeCase = (title: string, size: Size, replicates: number): AnalysisCase => ({
  title,
  isLarge: size.images > published.images,
  prepare: () => {
    const rows = drawRows(size)
    const design = suggestDesign(rows)
    const options = { ...defaultAnalysisOptions, sources: ['simulated' as const], replicates }
    return () => analyseStudy(rows, design, options)
  },
})

export const analysisCases: Readonly<Record<string, AnalysisCase>> = {
  alpha: alphaCase('alpha of 7,500 ratings', 0),
  'alpha-units': alphaCase('the same with 2,000 resamples of items', 2000),
  'alpha-both': alphaCase('the same with 2,000 resamples of items and raters', 2000, 'both'),
  influence: {
    title: 'alpha without each of 116 raters and 1,500 items',
    isLarge: false,
    prepare: () => {
      const given = ratings()
      return () => alphaInfluences(reliabilityTable(given), 'nominal')
    },
  },
  'whole-7500': wholeCase('whole analysis of 7,500 ratings, 1,000 resamples', published, 1000),
  'first-100k': wholeCase('all numbers of 100,000 ratings, nothing resampled', hundredThousand, 0),
  'whole-100k': wholeCase('whole analysis of 100,000 ratings, 1,000 resamples', hundredThousand, 1000),
  'first-1m': wholeCase('all numbers of 1,000,000 ratings, nothing resampled', million, 0),
  'whole-1m': wholeCase('whole analysis of 1,000,000 ratings, 1,000 resamples', million, 1000),
}
