import type { ImportedRating } from '../../../shared/rating-import'
import type { RatingTask } from '../../../shared/rating-row'
import type { StimulusSet } from '../../../shared/records/stimulus-records'
import {
  importedExperimentSchema,
  type EarlierImport,
  type ImportedModel,
  type StudyImportOptions,
} from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import { type FileReading, type RatingFile, sha256 } from '../import-ratings'
import { identityOf } from '../row-reader'
import { checkMaterial } from './check-material'
import { checkModels } from './check-models'
import { differsFrom } from './known-answer'
import { batchDetailsSchema } from './import-details'

/** A rating that the experiment does not hold yet, with the key under which it is stored. */
export interface FreshRating extends ImportedRating {
  readonly trialKey: string
}

/** A file held against the study that it is to come into. */
export interface CheckedImport {
  readonly experiment: string
  readonly task: RatingTask
  /** The experiment's stimuli; absent where this is its first file. */
  readonly stimulusSet: StimulusSet | undefined
  readonly fresh: readonly FreshRating[]
  readonly knownRatings: number
  readonly models: readonly ImportedModel[]
  readonly importedBefore: EarlierImport | null
}

/** The experiment of imported ratings for which none is named. */
export const defaultExperiment = (task: RatingTask): string => `Imported ratings: ${task}`

/**
 * Holds what was read of a file against a study. What does not fit is added to the reading's problems, by line. Null where
 * the file has no ratings that could be held against anything.
 */
export function checkImport(
  study: StudyStore,
  { file, reading }: { readonly file: RatingFile; readonly reading: FileReading },
  options: StudyImportOptions,
): CheckedImport | null {
  const { ratings, problems } = reading
  const task = ratings[0]?.row.task
  if (task === undefined) return null
  const experiment = options.experiment ?? defaultExperiment(task)
  const importedBefore = findEarlier(study, sha256(file.bytes))
  const stimulusSet = study.stimuli.findSet(experiment)
  const models = checkModels(study, ratings, { rates: options.rates, problems })
  if (stimulusSet !== undefined) {
    const details = importedExperimentSchema.safeParse(stimulusSet.options)
    if (!details.success) {
      const message = `The study has stimuli of its own called "${experiment}". Give the imported experiment another name.`
      problems.add(null, null, message)
    } else if (details.data.task !== task) {
      const message = `The experiment "${experiment}" holds ${details.data.task} ratings, and the file ${task} ratings. Name another experiment.`
      problems.add(null, null, message)
    }
  }
  checkMaterial(study, ratings, { stimulusSet, problems })
  const keyed = ratings.map((rating) => ({ ...rating, trialKey: identityOf(experiment, rating.identity) }))
  const known = study.ratings.importedUnder(keyed.map(({ trialKey }) => trialKey))
  const fresh = keyed.filter(({ trialKey, row, line }) => {
    const stored = known.get(trialKey)
    if (stored === undefined) return true
    const difference = differsFrom(stored, row)
    if (difference !== null) problems.add(line, null, difference)
    return false
  })
  const knownRatings = importedBefore === null ? known.size : ratings.length
  return {
    experiment,
    task,
    stimulusSet,
    fresh: importedBefore === null ? fresh : [],
    knownRatings,
    models,
    importedBefore,
  }
}

function findEarlier(study: StudyStore, hash: string): EarlierImport | null {
  const batch = study.raters.findImport(hash)
  if (batch === undefined) return null
  const { experiment } = batchDetailsSchema.parse(batch.parameters)
  return { fileName: batch.name, experiment, importedAt: batch.createdAt }
}
