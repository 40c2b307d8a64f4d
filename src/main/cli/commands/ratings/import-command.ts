import { Option, type Command } from 'commander'
import type { ImportOutcome, StudyImportOptions, StudyImportPreview } from '../../../../shared/study-import'
import type { RatingTask } from '../../../../shared/rating-row'
import { importIntoStudy, previewStudyImport } from '../../../transfer/study-import/import-into-study'
import {
  addImportOptions,
  type ImportFlags,
  importOptionsOf,
  modelRate,
  ratingTasks,
  readRatings,
} from '../../import-flags'
import { describeOutcome, describePreview } from '../../import-text'
import { jsonOption } from '../../options'
import { printResult, type CliSession } from '../../session'
import { withStudy } from '../../study-session'

interface ImportRatingsFlags extends ImportFlags {
  readonly study: string
  readonly experiment?: string
  readonly task?: RatingTask
  readonly cpr?: ReadonlyMap<string, number>
  readonly preview: boolean
}

const help = `
Batch files of Mechanical Turk are read as they are. Of other CSV files with one rating a line, say which column holds
what with --mapping; --preview shows the columns, a guess at the mapping and every problem, and changes nothing. A file
comes in as a whole or not at all, and an answer only once, in however many files it comes.

Examples:
  sweetspot ratings import Batch_123_results.csv --study my-study
  sweetspot ratings import ratings.csv --study my-study --preview
  sweetspot ratings import ratings.csv --study my-study --mapping rater=who item=picture answer=said model=net --cpr small=32`

/** `sweetspot ratings import`: a file of ratings into a study. */
export function addImportRatingsCommand(ratings: Command, session: CliSession): void {
  const command = ratings
    .command('import')
    .description('bring a CSV file of ratings into a study')
    .argument('<file>', 'the CSV file')
    .requiredOption('--study <folder>', 'the study')
    .option('--experiment <name>', 'what the ratings belong to (default: one experiment for each task)')
    .addOption(new Option('--task <task>', 'what the answers of a mapped file are').choices(ratingTasks))
    .option('--cpr <model=rate...>', 'compression rates of models whose names do not say them', modelRate)
    .option('--preview', 'only say what would happen', false)
  addImportOptions(command)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (path: string, flags: ImportRatingsFlags) => {
      const file = await readRatings(path)
      const options: StudyImportOptions = {
        ...importOptionsOf(flags),
        experiment: flags.experiment ?? null,
        rates: Object.fromEntries(flags.cpr ?? []),
      }
      const isReadOnly = flags.preview
      const value = await withStudy(
        flags.study,
        { isReadOnly },
        (study): StudyImportPreview | ImportOutcome =>
          flags.preview ? previewStudyImport(study, file, options) : importIntoStudy(study, file, options),
      )
      printResult(session, value, (result) =>
        'problems' in result ? describePreview(result) : describeOutcome(result),
      )
    })
}
