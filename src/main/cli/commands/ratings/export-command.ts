import { Option, type Command } from 'commander'
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StudioError } from '../../../../shared/errors'
import { ratingSources } from '../../../../shared/rating-row'
import { makeFolder } from '../../../store/make-folder'
import { listExperiments } from '../../../study/findings/experiments'
import { type ExportFile, exportRatings } from '../../../transfer/export/export-ratings'
import { absolute, jsonOption } from '../../options'
import { printResult, type CliSession } from '../../session'
import { liftBlindOption, type SightFlags, withSight } from '../../sight'

interface ExportRatingsFlags extends SightFlags {
  readonly study: string
  readonly out: string
}

const help = `
The folder follows Psych-DS (https://psych-ds.github.io): tidy tables in data/, each column explained in
dataset_description.json and documentation/codebook.csv, the same rows as JSON, and items by raters in derived/ for tools
that compute agreement. Raters are known by codes only. Answers show effects: none are written, not even those of excluded
sessions, until people have given all ratings of every plan or --lift-blind gives a reason, which the study records.

Examples:
  sweetspot ratings export --study my-study --out my-ratings
  sweetspot ratings export --study my-study --source imported --out published`

/** `sweetspot ratings export`: all answers as files that other tools read. */
export function addExportRatingsCommand(ratings: Command, session: CliSession): void {
  ratings
    .command('export')
    .description('write all answers with a codebook, in the Psych-DS layout')
    .requiredOption('--study <folder>', 'the study')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .addOption(
      new Option('--source <source...>', 'whose answers; each source has tables of its own')
        .choices(ratingSources)
        .default(['own'], 'own'),
    )
    .addOption(liftBlindOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (flags: ExportRatingsFlags) => {
      const folder = absolute(flags.out)
      const createdAt = new Date().toISOString()
      const files = await withSight(
        { ...flags, view: session.view, withExcluded: true },
        listExperiments,
        (study) => exportRatings(study, { sources: flags.source, createdAt }),
      )
      writeFolder(folder, files)
      const value = { folder, files: files.map(({ path }) => path) }
      printResult(session, value, () =>
        [`Export: ${folder}`, ...value.files.map((path) => `  ${path}`)].join('\n'),
      )
    })
}

/**
 * Writes a folder as a whole, or nothing of it.
 * @throws StudioError `file/exists` for a folder with anything in it, `file/not-writable`
 */
function writeFolder(folder: string, files: readonly ExportFile[]): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new StudioError('file/exists', `${folder} holds other files. Give a new folder with --out.`)
  }
  const partial = `${folder}.partial`
  try {
    rmSync(partial, { recursive: true, force: true })
    for (const { path, text } of files) {
      const place = join(partial, ...path.split('/'))
      makeFolder(dirname(place))
      writeFileSync(place, text)
    }
    rmSync(folder, { recursive: true, force: true })
    renameSync(partial, folder)
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true })
    if (cause instanceof StudioError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StudioError(
      'file/not-writable',
      `Cannot write ${folder}: ${reason}. Give another place with --out.`,
      {
        cause,
      },
    )
  }
}
