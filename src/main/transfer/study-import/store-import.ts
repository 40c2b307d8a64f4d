import type { RatingRow } from '../../../shared/rating-row'
import { jsonObjectSchema } from '../../../shared/records/common'
import { unknownClassName } from '../../../shared/records/data-records'
import type { ImportProvenance } from '../../../shared/rating-import'
import type { ImportedExperiment } from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import { imagePathOf } from '../../study/stored/imported-image'
import type { CheckedImport, FreshRating } from './check-import'
import { modelNames } from './check-models'
import type { BatchDetails } from './import-details'
import { importSite } from './import-site'
import { answerColumnsOf } from './known-answer'

/** How raters of an imported file, and whatever else it brings, are written. */
export interface StoredImport {
  readonly batchId: string
  /** Raters with new ratings. */
  readonly raters: number
}

/** Writes the new ratings of a checked file with all that they speak of, as one unit. */
export function storeImport(
  study: StudyStore,
  checked: CheckedImport,
  provenance: ImportProvenance,
): StoredImport {
  return study.transaction(() => {
    const { experiment, task, fresh } = checked
    const datasetId = storeDataset(study, experiment, fresh)
    const modelIds = storeModels(study, checked)
    const scale = provenance.options.mapping?.scale ?? null
    const stimulusSetId = storeSet(study, checked, { datasetId, scale })
    const stimulusOf = stimulusStorer(study, { datasetId, stimulusSetId, modelIds })
    const details: BatchDetails = { experiment, task, stimulusSetId, provenance }
    const { id: batchId } = study.raters.addBatch({
      source: 'imported',
      name: provenance.fileName.slice(0, 200),
      sha256: provenance.sha256,
      seed: null,
      parameters: jsonObjectSchema.parse(JSON.parse(JSON.stringify(details))), // leaves out what is undefined
    })
    const sessionOf = sessionStorer(study, batchId)
    for (const rating of fresh) {
      const { answer, chosenModel, leftModel } = answerColumnsOf(rating.row)
      study.ratings.append({
        sessionId: sessionOf(rating),
        trialKey: rating.trialKey,
        trialType: task,
        stimulusId: stimulusOf(rating.row),
        answer,
        chosenModelId: chosenModel === null ? null : modelIds.get(chosenModel)!,
        leftModelId: leftModel === null ? null : modelIds.get(leftModel)!,
        responseMs: rating.row.responseMs,
        data: { line: rating.line },
        ...(rating.answeredAt === null ? {} : { recordedAt: rating.answeredAt }),
      })
    }
    study.audit.add({
      actor: 'import',
      action: 'ratings.imported',
      subjectType: 'batch',
      subjectId: batchId,
      details: {
        fileName: provenance.fileName,
        sha256: provenance.sha256,
        experiment,
        ratings: fresh.length,
      },
    })
    return { batchId, raters: new Set(fresh.map(({ row }) => JSON.stringify([row.site, row.raterId]))).size }
  })
}

/** The classes that ratings name, true ones and answers; `(unknown)` where they name none. */
function classesOf(ratings: readonly FreshRating[]): readonly string[] {
  const named = ratings.flatMap(({ row }) => [
    ...(row.className === null ? [] : [row.className]),
    ...(row.task === 'classify' && row.answer !== null ? [row.answer] : []),
  ])
  return named.length === 0 ? [unknownClassName] : [...new Set(named)].sort()
}

function storeDataset(study: StudyStore, experiment: string, ratings: readonly FreshRating[]): string {
  const fingerprint = `imported: ${experiment}`
  const classes = classesOf(ratings)
  const known = study.datasets.findByFingerprint(fingerprint)
  if (known !== undefined) return study.datasets.extendClasses(known.id, classes).id
  return study.datasets.add({
    name: experiment,
    kind: 'imported',
    location: null,
    fingerprint,
    classes: [...classes],
    options: {},
  }).id
}

function storeModels(
  study: StudyStore,
  { models, fresh, experiment }: CheckedImport,
): ReadonlyMap<string, string> {
  const classes = classesOf(fresh)
  return new Map(
    models.map(({ name, cpr }) => {
      const known = study.models.findByName(name)
      return [name, known?.id ?? storeModel(study, { name, cpr: cpr!, classes, experiment })]
    }),
  )
}

/** A model of which only ratings are known. */
function storeModel(
  study: StudyStore,
  model: {
    readonly name: string
    readonly cpr: number
    readonly classes: readonly string[]
    readonly experiment: string
  },
): string {
  return study.models.add({
    name: model.name,
    parentId: null,
    datasetId: null,
    architecture: 'imported',
    classes: [...model.classes],
    sizePx: null,
    criterion: null,
    scope: null,
    targetCpr: model.cpr,
    measuredCpr: null,
    totalCpr: null,
    parameterCount: null,
    nonZeroCount: null,
    seed: null,
    weightsArtifactId: null,
    metrics: {},
    lineage: [{ step: 'imported', experiment: model.experiment }],
    versions: {},
    jobId: null,
  }).id
}

function storeSet(
  study: StudyStore,
  { experiment, task, stimulusSet }: CheckedImport,
  { datasetId, scale }: { readonly datasetId: string; readonly scale: ImportedExperiment['scale'] },
): string {
  if (stimulusSet !== undefined) return stimulusSet.id
  const options: ImportedExperiment = { isImported: true, task, scale }
  const set = { name: experiment, datasetId, rendering: null, seed: null, options }
  return study.stimuli.addSet(set, []).id
}

interface StimulusContext {
  readonly datasetId: string
  readonly stimulusSetId: string
  readonly modelIds: ReadonlyMap<string, string>
}

/** Finds the stimulus of a rating, or adds it with its image. */
function stimulusStorer(
  study: StudyStore,
  { datasetId, stimulusSetId, modelIds }: StimulusContext,
): (row: RatingRow) => string {
  const idOf = new Map(study.stimuli.ofSet(stimulusSetId).map(({ key, id }) => [key, id]))
  return (row) => {
    const known = idOf.get(row.itemId)
    if (known !== undefined) return known
    const className = row.className ?? unknownClassName
    const { id } = study.stimuli.add(stimulusSetId, {
      imageId: storeImage(study, { datasetId, path: imagePathOf(row.imageId), className }),
      key: row.itemId,
      className,
      originalArtifactId: null,
      parts: modelNames(row).map((name) => ({
        modelId: modelIds.get(name)!,
        mapId: null,
        artifactId: null,
        predictedClass: null,
        isCorrect: null,
      })),
    })
    idOf.set(row.itemId, id)
    return id
  }
}

function storeImage(
  study: StudyStore,
  image: { readonly datasetId: string; readonly path: string; readonly className: string },
): string {
  const known = study.images.find(image.datasetId, image.path)
  if (known !== undefined) return known.id
  return study.images.add({
    ...image,
    sha256: null,
    split: 'imported',
    fingerprint: null,
    widthPx: null,
    heightPx: null,
    maskArtifactId: null,
  }).id
}

/** Finds the session of a rating's rater in this file, or adds it, with the rater where nobody brought him yet. */
function sessionStorer(study: StudyStore, batchId: string): (rating: FreshRating) => string {
  const idOf = new Map<string, string>()
  return ({ row: { site, raterId: code }, raterGroup }) => {
    const key = JSON.stringify([site, code])
    const known = idOf.get(key)
    if (known !== undefined) return known
    const siteId = importSite(study, site)
    const rater =
      study.raters.findImported(code, siteId) ??
      study.raters.add({ code, siteId, source: 'imported', batchId, raterGroup })
    if (rater.raterGroup === null && raterGroup !== null) study.raters.setGroup(rater.id, raterGroup)
    const session = { raterId: rater.id, source: 'imported' as const, siteId, batchId }
    const { id } = study.sessions.create(session)
    idOf.set(key, id)
    return id
  }
}
