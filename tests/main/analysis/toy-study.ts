import {
  type AnalysisDesign,
  type AnalysisOptions,
  defaultAnalysisOptions,
} from '../../../src/shared/analysis-design'
import { seededRandom } from '../../../src/shared/seeded-random'
import { classifyRow } from './toy-rows'

/** CPR 1, 2 and 32. */
export const toyDesign: AnalysisDesign = {
  models: [
    { modelId: 'cpr32', label: 'CPR 32', cpr: 32, accuracy: { correct: 80, total: 100 } },
    { modelId: 'cpr1', label: 'CPR 1', cpr: 1, accuracy: { correct: 97, total: 100 } },
    { modelId: 'cpr2', label: 'CPR 2', cpr: 2, accuracy: null },
  ],
  scale: null,
  raters: [],
  predictions: [],
}

export const toyOptions: AnalysisOptions = { ...defaultAnalysisOptions, replicates: 100 }

/** Ratings of 60 images under each model by 6 of 12 raters, right with the given probability. */
export function toyClassifyRows(accuracyOf: Readonly<Record<string, number>>) {
  const random = seededRandom(7, 'toy study')
  return Object.entries(accuracyOf).flatMap(([modelId, accuracy]) =>
    Array.from({ length: 60 }, (_, image) =>
      Array.from({ length: 6 }, (_, place) => {
        const className = ['dog', 'fish', 'church'][image % 3]!
        const wrong = random.chance(0.3) ? null : ['dog', 'fish', 'church'][(image + 1) % 3]!
        return classifyRow({
          raterId: `r${String((image + 2 * place) % 12).padStart(2, '0')}`,
          imageId: `i${image}`,
          modelId,
          className,
          answer: random.chance(accuracy) ? className : wrong,
          responseMs: random.between(1000, 3000),
          site: image % 2 === 0 ? 'Graz' : 'Vienna',
        })
      }),
    ).flat(),
  )
}
