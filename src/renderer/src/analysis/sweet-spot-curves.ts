import type { Estimate } from '../../../shared/analysis-estimate'
import type { SweetSpot } from '../../../shared/analysis-sweet-spot'
import { seriesColour } from '../charts/palette'

/** One measure against the compression rate. Models without it have no point. */
export interface SweetSpotCurve {
  readonly name: string
  readonly colour: string
  readonly points: readonly {
    readonly cpr: number
    readonly value: number
    readonly low: number | null
    readonly high: number | null
  }[]
  /** Whose each point is. */
  readonly modelIds: readonly string[]
}

/** The curve of what people do, and that of the networks' own accuracy where both are shares. */
export function sweetSpotCurves({ measure, points }: SweetSpot): SweetSpotCurve[] {
  type Of = (point: SweetSpot['points'][number]) => Estimate | null
  const pick = (of: Of): Pick<SweetSpotCurve, 'points' | 'modelIds'> => {
    const known = points.filter((point) => of(point)?.estimate != null)
    return {
      points: known.map((point) => asPoint(point.cpr, of(point)!)),
      modelIds: known.map(({ modelId }) => modelId),
    }
  }
  const human = { name: measure, colour: seriesColour(4), ...pick((point) => point.human) }
  const network = {
    name: 'network accuracy',
    colour: seriesColour(0),
    ...pick((point) => (measure === 'human accuracy' ? point.modelAccuracy : null)),
  }
  return [human, network].filter((curve) => curve.points.length > 0)
}

function asPoint(cpr: number, { estimate, interval }: Estimate): SweetSpotCurve['points'][number] {
  return { cpr, value: estimate!, low: interval?.lower ?? null, high: interval?.upper ?? null }
}
