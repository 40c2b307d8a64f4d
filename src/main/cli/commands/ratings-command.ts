import type { Command } from 'commander'
import type { CliSession } from '../session'
import { addExportRatingsCommand } from './ratings/export-command'
import { addImportRatingsCommand } from './ratings/import-command'
import { addListRatingsCommand } from './ratings/list-command'

/** What can be done with ratings, in the order of the help. */
const ratingsCommands = {
  import: addImportRatingsCommand,
  list: addListRatingsCommand,
  export: addExportRatingsCommand,
} as const satisfies Readonly<Record<string, (ratings: Command, session: CliSession) => void>>

const help = `
Ratings that come from elsewhere stay marked as imported: no analysis takes them for the study's own.

Examples:
  sweetspot ratings import Batch_123_results.csv --study my-study --experiment "heat-maps, MTurk"
  sweetspot ratings list --study my-study
  sweetspot ratings export --study my-study --source own imported --out my-ratings`

/** `sweetspot ratings`: ratings into a study and out of it. */
export function addRatingsCommand(program: Command, session: CliSession): void {
  const ratings = program
    .command('ratings')
    .description('bring ratings from elsewhere into a study, list them, write them for other tools')
    .addHelpText('after', help)
  for (const add of Object.values(ratingsCommands)) add(ratings, session)
}
