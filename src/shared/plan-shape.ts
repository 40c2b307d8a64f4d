import { countText } from './count-text'
import { z } from 'zod'

const count = z.number().int().positive()

/**
 * Whether one rater may see an image again under another model or pair: `avoid` repeats only as often as there is
 * no other way, `never` refuses such a plan, `allow` does not look.
 */
export const imageRepeats = ['avoid', 'never', 'allow'] as const

/** What decides how many people rate how much. Raters or items per rater may be left open, not both. */
export const planShapeSchema = z.strictObject({
  imageCount: count.max(1_000_000),
  /** Models, or pairs of models; an item is an image under one of them. */
  conditionCount: count.max(256),
  ratingsPerItem: count.max(1000),
  raters: count.max(100_000).nullable(),
  itemsPerRater: count.max(100_000).nullable(),
  imageRepeats: z.enum(imageRepeats),
})
export type PlanShape = z.infer<typeof planShapeSchema>

/** A shape that works out: every rater has `fewestItems` or, where it does not divide, one more. */
export interface PlanLoad {
  readonly ratingsPerItem: number
  readonly raters: number
  readonly fewestItems: number
  readonly mostItems: number
}

export type ShapeAnswer =
  | { readonly isPossible: true; readonly load: PlanLoad }
  | { readonly isPossible: false; readonly message: string; readonly nearest: readonly PlanLoad[] }

const numbers = new Intl.NumberFormat('en')
const format = (value: number): string => numbers.format(value)

/** As `125 raters × 60 items, 5 ratings an item`. */
export function loadText({ ratingsPerItem, raters, fewestItems, mostItems }: PlanLoad): string {
  const fewer = fewestItems === mostItems ? '' : `${format(fewestItems)} or `
  const items = `${fewer}${countText(mostItems, 'item')}`
  return `${countText(raters, 'rater')} × ${items}, ${countText(ratingsPerItem, 'rating')} an item`
}

/**
 * The load of every rater; or, where the numbers do not work out, why and which near ones do. Raters and items both
 * given must multiply to all ratings; an item never has one rater twice.
 */
export function planLoad(shape: PlanShape): ShapeAnswer {
  const { raters, itemsPerRater, ratingsPerItem } = shape
  const total = itemCount(shape) * ratingsPerItem
  const mismatch = sumProblem(shape, total)
  const load = mismatch === null ? loadOf(ratingsPerItem, raters ?? total / itemsPerRater!, total) : null
  const problem = mismatch ?? raterProblem(shape, load!)
  if (problem === null) return { isPossible: true, load: load! }
  const nearest = nearestLoads(shape, total)
  const advice = nearest.length > 0 ? ` Nearest: ${nearest.map(loadText).join('; ')}.` : ''
  return { isPossible: false, message: problem + advice, nearest }
}

const itemCount = ({ imageCount, conditionCount }: PlanShape): number => imageCount * conditionCount

const loadOf = (ratingsPerItem: number, raters: number, total: number): PlanLoad => ({
  ratingsPerItem,
  raters,
  fewestItems: Math.floor(total / raters),
  mostItems: Math.ceil(total / raters),
})

function sumProblem(shape: PlanShape, total: number): string | null {
  const { ratingsPerItem, raters, itemsPerRater } = shape
  const items = countText(itemCount(shape), 'item')
  const ratings = `${items} × ${countText(ratingsPerItem, 'rating')} are ${countText(total, 'rating')}`
  if (itemsPerRater === null) {
    return raters === null ? `${ratings}; give the number of raters, or of items per rater.` : null
  }
  const perRater = countText(itemsPerRater, 'item')
  if (raters === null) {
    return total % itemsPerRater === 0 ? null : `${ratings}, which raters of ${perRater} cannot share.`
  }
  const product = format(raters * itemsPerRater)
  if (raters * itemsPerRater === total) return null
  return `${ratings}, but ${countText(raters, 'rater')} × ${perRater} are ${product}.`
}

function raterProblem(shape: PlanShape, { ratingsPerItem, raters, fewestItems }: PlanLoad): string | null {
  if (raters < ratingsPerItem) {
    return `Each item needs ${countText(ratingsPerItem, 'different rater')}, but there ${raters === 1 ? 'is' : 'are'} ${format(raters)}.`
  }
  if (fewestItems === 0) return `There are more raters (${format(raters)}) than ratings.`
  const perImage = ratingsPerItem * shape.conditionCount
  if (shape.imageRepeats === 'never' && raters < perImage) {
    return (
      `Each image is rated ${countText(perImage, 'time')} (${countText(shape.conditionCount, 'condition')} × ` +
      `${countText(ratingsPerItem, 'rating')}) by different raters, but there ${raters === 1 ? 'is' : 'are'} ${format(raters)}.`
    )
  }
  return null
}

/** At most four shapes close to the wanted one that work out. */
function nearestLoads(shape: PlanShape, total: number): readonly PlanLoad[] {
  const { ratingsPerItem, raters, itemsPerRater } = shape
  const wantedRaters = raters ?? total / (itemsPerRater ?? 100)
  const even = divisors(total).map((divisor) => loadOf(ratingsPerItem, divisor, total))
  const candidates = [
    ...closest(even.filter(isPossibleIn(shape)), (load) => load.raters - wantedRaters),
    ...(raters === null ? [] : [loadOf(ratingsPerItem, raters, total)]),
    ...otherRatings(shape, Math.round(wantedRaters)),
  ]
  const possible = candidates.filter(isPossibleIn(shape))
  return [...new Map(possible.map((load) => [loadText(load), load])).values()].slice(0, 4)
}

const isPossibleIn =
  (shape: PlanShape) =>
  (load: PlanLoad): boolean =>
    raterProblem(shape, load) === null

/** The entries next to 0 on either side. */
function closest(loads: readonly PlanLoad[], distance: (load: PlanLoad) => number): readonly PlanLoad[] {
  const sorted = loads.toSorted((left, right) => Math.abs(distance(left)) - Math.abs(distance(right)))
  const nearest = (isAbove: boolean): PlanLoad | undefined =>
    sorted.find((load) => distance(load) > 0 === isAbove)
  return [nearest(false), nearest(true)].filter((load) => load !== undefined)
}

/** Fewer or more ratings an item that the wanted raters and items per rater share without remainder. */
function otherRatings(shape: PlanShape, raters: number): readonly PlanLoad[] {
  const { itemsPerRater, ratingsPerItem } = shape
  if (itemsPerRater === null) return []
  const items = itemCount(shape)
  const exact = (raters * itemsPerRater) / items
  const step = itemsPerRater / greatestCommonDivisor(items, itemsPerRater)
  const below = Math.floor(ratingsPerItem / step) * step
  const options = shape.raters === null ? [below, below + step] : [exact]
  return options
    .filter((ratings) => Number.isInteger(ratings) && ratings > 0 && ratings !== ratingsPerItem)
    .map((ratings) => loadOf(ratings, (items * ratings) / itemsPerRater, items * ratings))
}

function divisors(total: number): readonly number[] {
  const small: number[] = []
  for (let divisor = 1; divisor * divisor <= total; divisor++) if (total % divisor === 0) small.push(divisor)
  return [...small, ...small.map((divisor) => total / divisor)]
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
