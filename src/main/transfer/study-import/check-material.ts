import type { ImportedRating } from '../../../shared/rating-import'
import type { RatingRow } from '../../../shared/rating-row'
import { nameSchema } from '../../../shared/records/common'
import { unknownClassName } from '../../../shared/records/data-records'
import { ratingAnswers } from '../../../shared/records/session-records'
import type { StimulusSet } from '../../../shared/records/stimulus-records'
import { importedImageName } from '../../study/stored/imported-image'
import type { StudyStore } from '../../store/study-store'
import { type ProblemList, quoted } from '../problem-list'
import { modelNames } from './check-models'

/** An item as it was first seen, to hold its other ratings against. */
interface SeenItem {
  readonly image: string
  readonly className: string
  readonly models: string
  /** As `line 12` or `the study`. */
  readonly where: string
}

/**
 * Items must show the same image, class and models wherever they are rated, in the file and in what the experiment holds
 * already; names must be short enough to store, and no class may be called as the study writes "I don't know".
 */
export function checkMaterial(
  study: StudyStore,
  ratings: readonly ImportedRating[],
  {
    stimulusSet,
    problems,
  }: { readonly stimulusSet: StimulusSet | undefined; readonly problems: ProblemList },
): void {
  const seen = stimulusSet === undefined ? new Map<string, SeenItem>() : storedItems(study, stimulusSet.id)
  const classOf = new Map([...seen.values()].map(({ image, className }) => [image, className]))
  checkGroups(ratings, problems)
  for (const { row, line } of ratings) {
    checkNames(row, line, problems)
    const item = describeItem(row, `line ${line}`)
    const first = seen.get(row.itemId) ?? item
    seen.set(row.itemId, first)
    for (const what of ['image', 'className', 'models'] as const) {
      if (first[what] === item[what]) continue
      const [now, before] = [quoted(item[what]), quoted(first[what])]
      const words = { image: 'image', className: 'class', models: 'models' }[what]
      const message = `The item ${quoted(row.itemId)} has the ${words} ${now} here and ${before} in ${first.where}.`
      problems.add(line, null, message)
    }
    const className = classOf.get(item.image) ?? item.className
    classOf.set(item.image, className)
    if (className !== item.className && first.className === item.className) {
      const message = `The image ${quoted(item.image)} has the class ${quoted(item.className)} here and ${quoted(className)} elsewhere.`
      problems.add(line, null, message)
    }
  }
}

function describeItem(row: RatingRow, where: string): SeenItem {
  const models = [...modelNames(row)].sort().join(' and ')
  return { image: row.imageId, className: row.className ?? unknownClassName, models, where }
}

/** A rater belongs to one group, and its name must be short enough to store. */
function checkGroups(ratings: readonly ImportedRating[], problems: ProblemList): void {
  const groupOf = new Map<string, string | null>()
  for (const { row, line, raterGroup } of ratings) {
    const key = JSON.stringify([row.site, row.raterId])
    const first = groupOf.get(key) ?? raterGroup
    groupOf.set(key, first)
    if (raterGroup === null) continue
    if (!nameSchema.safeParse(raterGroup).success) {
      problems.add(line, null, `The rater's group ${quoted(raterGroup)} is longer than 200 characters.`)
    } else if (first !== raterGroup) {
      const message = `The rater ${quoted(row.raterId)} is of the group ${quoted(raterGroup)} here, and of ${quoted(first!)} above.`
      problems.add(line, null, message)
    }
  }
}

const reserved: ReadonlySet<string> = new Set([ratingAnswers.model, ratingAnswers.unknown])

function checkNames(row: RatingRow, line: number, problems: ProblemList): void {
  const names = { rater: row.raterId, item: row.itemId, image: row.imageId }
  for (const [what, name] of Object.entries(names)) {
    if (nameSchema.safeParse(name).success) continue
    problems.add(line, null, `The ${what}'s name ${quoted(name)} is longer than 200 characters.`)
  }
  if (row.task !== 'classify' || row.answer === null || !reserved.has(row.answer)) return
  const advice =
    'Name it among the answers that mean "I don\'t know", or call the class something else in the file.'
  problems.add(line, null, `The answer ${quoted(row.answer)} cannot be the name of a class. ${advice}`)
}

function storedItems(study: StudyStore, setId: string): Map<string, SeenItem> {
  const nameOf = new Map(study.models.list().map(({ id, name }) => [id, name]))
  return new Map(
    study.stimuli.ofSet(setId).map(({ key, imageId, className, parts }) => {
      const image = importedImageName(study.images.get(imageId).path)
      const models = parts.map(({ modelId }) => nameOf.get(modelId)!)
      return [key, { image, className, models: models.sort().join(' and '), where: 'the study' }]
    }),
  )
}
