import type { AnalysisModel } from '../../../shared/analysis-design'
import { palette } from '../charts/palette'

/** Places in the palette of CPR 1, 2, 4 and so on: neighbours are easy to tell apart, and so are 1, 2 and 32. */
const places = [0, 1, 2, 3, 5, 4] as const

/**
 * A colour for each model by its compression rate, so that a rate has one colour in every figure of every experiment. Of
 * two models of one rate the second takes the next colour that is free.
 */
export function modelColours(
  models: readonly Pick<AnalysisModel, 'modelId' | 'cpr'>[],
): ReadonlyMap<string, string> {
  const taken = new Set<number>()
  const sorted = models.toSorted((a, b) => (a.cpr ?? Infinity) - (b.cpr ?? Infinity))
  return new Map(
    sorted.map(({ modelId, cpr }) => {
      const wanted = cpr === null ? 0 : Math.round(Math.log2(cpr)) % palette.length
      const step = palette.findIndex((_, index) => !taken.has((wanted + index) % palette.length))
      const place = (wanted + Math.max(0, step)) % palette.length
      taken.add(place)
      return [modelId, palette[places[place]!]!]
    }),
  )
}
