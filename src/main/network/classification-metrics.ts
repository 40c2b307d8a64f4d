/** How well a network names the classes of a set of images. Fractions are in [0, 1]. */
export interface Evaluation {
  readonly count: number
  readonly top1Fraction: number
  /** Share of images whose class is among the five highest logits; 1 where there are at most five classes. */
  readonly top5Fraction: number
  /** Mean cross-entropy in nats. */
  readonly meanLoss: number
  /** Expected calibration error; see `calibrationError`. */
  readonly calibrationError: number
  readonly perClass: readonly ClassAccuracy[]
  /** `confusion[true][predicted]`, numbers of images. */
  readonly confusion: readonly (readonly number[])[]
  /** `[count]`, the class of the highest logit; the lower index where two are equal. */
  readonly predictions: Int32Array
  /** `[count]`, the softmax probability of the prediction. */
  readonly confidences: Float32Array
}

export interface ClassAccuracy {
  readonly className: string
  readonly count: number
  readonly correct: number
  /** Null for a class without images. */
  readonly accuracyFraction: number | null
}

const topCount = 5
const calibrationBins = 15

/**
 * Scores logits `[count, classes]` against labels `[count]`, in double precision.
 * With no images every mean is NaN.
 */
export function scoreLogits(
  logits: Float32Array,
  labels: Int32Array,
  classes: readonly string[],
): Evaluation {
  const width = classes.length
  const predictions = new Int32Array(labels.length)
  const confidences = new Float32Array(labels.length)
  const confusion = classes.map(() => new Array<number>(width).fill(0))
  let inTop = 0
  let lossSum = 0
  labels.forEach((label, image) => {
    const row = logits.subarray(image * width, (image + 1) * width)
    const predicted = highestIndex(row)
    const logSum = logSumExp(row, row[predicted]!)
    predictions[image] = predicted
    confidences[image] = Math.exp(row[predicted]! - logSum)
    confusion[label]![predicted]!++
    lossSum += logSum - row[label]!
    if (rankOf(row, label) < topCount) inTop++
  })
  const correct = confusion.reduce((sum, row, label) => sum + row[label]!, 0)
  return {
    count: labels.length,
    top1Fraction: correct / labels.length,
    top5Fraction: inTop / labels.length,
    meanLoss: lossSum / labels.length,
    calibrationError: calibrationError(confidences, (image) => predictions[image] === labels[image]),
    perClass: classes.map((className, label) => classAccuracy(className, confusion[label]!, label)),
    confusion,
    predictions,
    confidences,
  }
}

/**
 * Expected calibration error (Guo et al. 2017, arXiv 1706.04599, eq. 3) with 15 bins of equal width: the mean
 * distance between a bin's accuracy and its mean confidence, weighted by the images in it. A bin holds the
 * confidences in (lower, upper]. In [0, 1]; NaN without images.
 */
export function calibrationError(confidences: Float32Array, isCorrect: (image: number) => boolean): number {
  const surplus = new Float64Array(calibrationBins)
  confidences.forEach((confidence, image) => {
    const bin = Math.min(calibrationBins - 1, Math.max(0, Math.ceil(confidence * calibrationBins) - 1))
    surplus[bin]! += confidence - (isCorrect(image) ? 1 : 0)
  })
  // |accuracy - confidence| · images / count is |sum of (confidence - correct)| / count.
  return surplus.reduce((sum, value) => sum + Math.abs(value), 0) / confidences.length
}

/** Index of the highest value; the first of equals. NaN never wins, unless all are. */
export function highestIndex(values: Float32Array): number {
  let best = 0
  for (let index = 1; index < values.length; index++) {
    if (values[index]! > values[best]! || Number.isNaN(values[best]!)) best = index
  }
  return best
}

function logSumExp(values: Float32Array, highest: number): number {
  let sum = 0
  for (const value of values) sum += Math.exp(value - highest)
  return highest + Math.log(sum)
}

/** How many classes come before `label`: a higher logit, or an equal one with a lower index. */
function rankOf(row: Float32Array, label: number): number {
  const own = row[label]!
  let before = 0
  row.forEach((value, index) => {
    if (value > own || (value === own && index < label)) before++
  })
  return before
}

function classAccuracy(className: string, row: readonly number[], label: number): ClassAccuracy {
  const count = row.reduce((sum, value) => sum + value, 0)
  const correct = row[label]!
  return { className, count, correct, accuracyFraction: count > 0 ? correct / count : null }
}
