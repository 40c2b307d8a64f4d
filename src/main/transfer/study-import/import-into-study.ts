import { importOptionsSchema } from '../../../shared/rating-import'
import type { ImportOutcome, StudyImportOptions, StudyImportPreview } from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import { describeReading, provenanceOf, readRatingFile, type RatingFile } from '../import-ratings'
import { checkImport } from './check-import'
import { storeImport } from './store-import'

/** What importing a file into a study would do, for a person to look at first: also for a file that would be refused. */
export function previewStudyImport(
  study: StudyStore,
  file: RatingFile,
  options: StudyImportOptions,
): StudyImportPreview {
  const reading = readRatingFile(file, options)
  const checked = checkImport(study, { file, reading }, options)
  return {
    ...describeReading(file, reading),
    experiment: checked?.experiment ?? options.experiment,
    experimentRatings:
      checked?.stimulusSet === undefined ? 0 : study.ratings.countOfSet(checked.stimulusSet.id),
    importedBefore: checked?.importedBefore ?? null,
    newRatings: checked?.fresh.length ?? 0,
    knownRatings: checked?.knownRatings ?? 0,
    importedModels: [...(checked?.models ?? [])],
  }
}

/**
 * Imports the ratings of a file into a study, with the raters, models, images and stimuli that they name: all of them are
 * marked as imported, so that no analysis takes them for the study's own. Either everything of a file comes in, or nothing.
 * Ratings that the experiment holds already are left out: a file that comes in again, or in parts, changes nothing.
 *
 * @throws StudioError `import/refused` with all problems and their lines; `store/read-only`
 */
export function importIntoStudy(
  study: StudyStore,
  file: RatingFile,
  options: StudyImportOptions,
): ImportOutcome {
  const reading = readRatingFile(file, options)
  const checked = checkImport(study, { file, reading }, options)
  reading.problems.refuse(file.name)
  const provenance = provenanceOf(file, reading, importOptionsSchema.parse(options))
  const { fresh, task, knownRatings, models, importedBefore, experiment: name } = checked!
  const stored = fresh.length === 0 ? null : storeImport(study, checked!, provenance)
  return {
    fileName: file.name,
    sha256: provenance.sha256,
    experiment: name,
    task,
    batchId: stored?.batchId ?? null,
    importedBefore,
    newRatings: fresh.length,
    knownRatings,
    raters: stored?.raters ?? 0,
    models: [...models],
    notes: reading.notes,
  }
}
