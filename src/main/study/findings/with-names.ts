import type { AnalysisDesign } from '../../../shared/analysis-design'
import type { RatingRow } from '../../../shared/rating-row'
import type { StudyStore } from '../../store/study-store'
import { importedImageName } from '../stored/imported-image'

/** Ratings with their design, by the same names. */
export interface NamedRatings {
  readonly rows: readonly RatingRow[]
  readonly design: AnalysisDesign
}

/**
 * The same ratings with models, raters, items and images by the names that people know them by instead of their ids:
 * findings speak of them. What shares a name with another keeps the end of its id behind it, so that two never become one.
 */
export function withNames(study: StudyStore, { rows, design }: NamedRatings): NamedRatings {
  const names = studyNames(study, rows)
  const modelNames = new Map(design.models.map(({ modelId, label }) => [modelId, label]))
  const model = (id: string): string => modelNames.get(id)!
  const rename = { model, ...names }
  return {
    rows: rows.map((row) => renamed(row, rename)),
    design: {
      ...design,
      models: design.models.map((each) => ({ ...each, modelId: model(each.modelId) })),
      raters: design.raters.map((each) => ({ ...each, raterId: names.rater(each.raterId) })),
      predictions: design.predictions.flatMap((each) =>
        names.hasImage(each.imageId)
          ? [{ ...each, modelId: model(each.modelId), imageId: names.image(each.imageId) }]
          : [],
      ),
    },
  }
}

/** Names of what ratings speak of, by its id. */
interface StudyNames {
  readonly rater: (id: string) => string
  readonly item: (id: string) => string
  readonly image: (id: string) => string
  /** Whether an image was rated. */
  readonly hasImage: (id: string) => boolean
}

/** Names of the raters, items and images of ratings. */
function studyNames(study: StudyStore, rows: readonly RatingRow[]): StudyNames {
  const ids = (idOf: (row: RatingRow) => string): string[] => [...new Set(rows.map(idOf))]
  const raters = distinctNames(
    ids(({ raterId }) => raterId),
    (id) => study.raters.get(id).code,
  )
  const itemIds = ids(({ itemId }) => itemId)
  const keys = study.stimuli.keysOf(itemIds)
  const items = distinctNames(itemIds, (id) => keys.get(id)!)
  const imported = new Set(study.datasets.list().flatMap(({ id, kind }) => (kind === 'imported' ? [id] : [])))
  const imageIds = ids(({ imageId }) => imageId)
  const places = study.images.placesOf(imageIds)
  const images = distinctNames(imageIds, (id) => {
    const { datasetId, path } = places.get(id)!
    return imported.has(datasetId) ? importedImageName(path) : path
  })
  return {
    rater: (id) => raters.get(id)!,
    item: (id) => items.get(id)!,
    image: (id) => images.get(id)!,
    hasImage: (id) => images.has(id),
  }
}

function distinctNames(ids: readonly string[], nameOf: (id: string) => string): ReadonlyMap<string, string> {
  const named = ids.map((id) => ({ id, name: nameOf(id) }))
  const holders = Map.groupBy(named, ({ name }) => name)
  return new Map(
    named.map(({ id, name }) => [id, holders.get(name)!.length === 1 ? name : `${name} (${id.slice(-6)})`]),
  )
}

type Rename = Pick<StudyNames, 'rater' | 'item' | 'image'> & { readonly model: (id: string) => string }

function renamed(row: RatingRow, { rater, item, image, model }: Rename): RatingRow {
  const names = { raterId: rater(row.raterId), itemId: item(row.itemId), imageId: image(row.imageId) }
  if (row.task !== 'pair') return { ...row, ...names, modelId: model(row.modelId) }
  return {
    ...row,
    ...names,
    leftModelId: model(row.leftModelId),
    rightModelId: model(row.rightModelId),
    answer: row.answer === null ? null : model(row.answer),
  }
}
