import type { StudyAnalysis } from '../../shared/analysis-study'
import type { Failure } from '../../shared/analysis-sweet-spot'
import { acceptedLoss } from './sweet-spot'

/** Above this share of "I don't know" the task is too hard or its instructions fail. */
const highDontKnow = 0.2

type Findings = Pick<StudyAnalysis, 'agreement' | 'accuracy' | 'raters' | 'sweetSpot'>

/** Signs that the study fails, as its design names them, each with what to do. */
export function studyFailures(findings: Findings): Failure[] {
  return [
    ...lowAgreement(findings),
    ...accuracyDrops(findings),
    ...dontKnowRates(findings),
    ...carelessRaters(findings),
  ]
}

function lowAgreement({ agreement: { overall, byModel } }: Findings): Failure[] {
  const parts = [{ group: 'all ratings', result: overall }, ...(byModel.length > 1 ? byModel : [])]
  return parts.flatMap(({ group, result: { alpha, nearChance } }) => {
    if (!nearChance || alpha.estimate === null) return []
    const { interval } = alpha
    const bounds = interval ? ` (${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)})` : ''
    return {
      sign: 'low-agreement',
      message: `Krippendorff's alpha of ${group} is ${alpha.estimate.toFixed(3)}${bounds}, at most 0.1: raters hardly agree more than by chance.`,
      advice:
        'Do not interpret single items. Look at the items and raters with the largest influence, at careless raters, ' +
        'and at the instructions; in the published pre-study it was the question that had to change.',
    }
  })
}

function accuracyDrops({ sweetSpot }: Findings): Failure[] {
  if (sweetSpot?.measure !== 'human accuracy') return []
  const dropped = sweetSpot.differences.filter(({ difference }) => difference.estimate! < -acceptedLoss)
  return dropped.map(({ modelId, difference: { estimate, interval } }) => {
    const certain = interval !== null && interval.upper < -acceptedLoss
    const bounds = interval ? ` (joint interval ${points(interval.lower)} to ${points(interval.upper)})` : ''
    return {
      sign: 'accuracy-drop',
      message: `With ${modelId} people recognise ${points(-estimate!)} points less than with ${sweetSpot.points[0]!.modelId}${bounds}, more than 5 points.`,
      advice: certain
        ? 'The loss is larger than 5 points beyond chance: do not prune this far where people must understand the maps.'
        : 'The interval reaches below 5 points: collect more ratings before you conclude.',
    }
  })
}

function points(share: number): string {
  return (100 * share).toFixed(1)
}

function dontKnowRates({ accuracy }: Findings): Failure[] {
  const high =
    accuracy?.byModel.filter(({ dontKnow }) => (dontKnow.wilson.estimate ?? 0) > highDontKnow) ?? []
  return high.map(({ modelId, dontKnow }) => ({
    sign: 'high-dont-know',
    message: `With ${modelId} ${dontKnow.successes} of ${dontKnow.total} answers are "I don't know".`,
    advice:
      'Look at the classes in which it is given most, show more of the image, or explain the classes better. Compare ' +
      'alpha with "I don\'t know" as an answer and as missing.',
  }))
}

function carelessRaters({ raters }: Findings): Failure[] {
  return raters
    .filter(({ signs }) => signs.length > 0)
    .map(({ raterId, signs, checksFailed, checksShown, fastShare, commonestShare }) => {
      const texts = {
        'failed-checks': `failed ${checksFailed} of ${checksShown} attention checks`,
        'too-fast': `gave ${Math.round(100 * (fastShare ?? 0))} % of the answers too fast to have looked`,
        'straight-lining': `gave one answer in ${Math.round(100 * commonestShare)} % of the ratings`,
      }
      return {
        sign: 'careless-raters',
        message: `Rater ${raterId} ${signs.map((sign) => texts[sign]).join(', ')}.`,
        advice:
          'Decide by the rule of the protocol, not by the results. If you exclude the rater, give the reason, and report ' +
          'the analysis with and without.',
      }
    })
}
