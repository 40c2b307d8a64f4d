import type { Estimate } from '../../shared/analysis-estimate'
import type { HumanMeasure, SweetSpot, SweetSpotFinding } from '../../shared/analysis-sweet-spot'

type Point = SweetSpot['points'][number]
type Difference = SweetSpot['differences'][number]

/** What the data support and what not, in plain words: one sentence a model, and a conclusion. */
export function sweetSpotStatement(
  measure: HumanMeasure,
  points: readonly Point[],
  differences: readonly Difference[],
): string {
  const reference = points[0]!
  const cprOf = (modelId: string): number => points.find((point) => point.modelId === modelId)!.cpr
  const sentences = differences.map(({ modelId, difference, finding }) => {
    const change = `CPR ${cprOf(modelId)} against CPR ${reference.cpr}: ${signed(measure, difference)}`
    return `${change}; ${findingTexts[finding]}.`
  })
  const better = differences.filter(({ finding }) => finding === 'better')
  return [
    ...sentences,
    conclusion(
      measure,
      better.map(({ modelId }) => cprOf(modelId)),
      reference.cpr,
    ),
  ].join(' ')
}

const findingTexts: Readonly<Record<SweetSpotFinding, string>> = {
  better: 'shown to be better',
  'not-worse': 'no difference shown, and a loss of more than 5 points ruled out',
  worse: 'shown to be worse',
  open: 'no difference shown, which does not show that there is none',
}

/** What a better model does, against the CPR that is written behind it. */
const advantages: Readonly<Record<HumanMeasure, string>> = {
  'human accuracy': 'people recognise the class more often than at',
  'preference strength': 'people prefer the maps to those at',
  'mean rating': 'people find the maps more reasonable than at',
}

function conclusion(measure: HumanMeasure, betterCprs: readonly number[], referenceCpr: number): string {
  const advantage = `${advantages[measure]} CPR ${referenceCpr}`
  if (betterCprs.length === 0) {
    return `The data do not show a sweet spot: at no compression rate was it shown that ${advantage}.`
  }
  const where = betterCprs.map((cpr) => `CPR ${cpr}`).join(' and ')
  return `The data support a sweet spot at ${where}: there ${advantage}. They do not say which rate between or beyond those measured is best.`
}

const units: Readonly<Record<HumanMeasure, string>> = {
  'human accuracy': ' points',
  'preference strength': ' in log strength',
  'mean rating': ' on the scale',
}

function signed(measure: HumanMeasure, { estimate, interval }: Estimate): string {
  const isShare = measure === 'human accuracy'
  const text = (value: number): string => {
    const shown = isShare ? (100 * value).toFixed(1) : value.toFixed(2)
    return value < 0 ? `−${shown.slice(1)}` : `+${shown}`
  }
  const bounds = interval
    ? ` (joint ${Number((100 * interval.level).toPrecision(4))} % interval ${text(interval.lower)} to ${text(interval.upper)})`
    : ' (no interval was computed)'
  return `${text(estimate!)}${units[measure]}${bounds}`
}
