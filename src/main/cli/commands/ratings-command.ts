import type { Command } from 'commander'
import type { CliSession } from '../session'
import { addImportRatingsCommand } from './ratings/import-command'
import { addListRatingsCommand } from './ratings/list-command'

/** What can be done with ratings, in the order of the help. */
const ratingsCommands = {
  import: addImportRatingsCommand,
  list: addListRatingsCommand,
} as const satisfies Readonly<Record<string, (ratings: Command, session: CliSession) => void>>

const help = `
Ratings that come from elsewhere stay marked as imported: no analysis takes them for the study's own.

Examples:
  sweetspot ratings import Batch_123_results.csv --study my-study --experiment "heat-maps, MTurk"
  sweetspot ratings list --study my-study`

/** `sweetspot ratings`: ratings into a study and out of it. */
export function addRatingsCommand(program: Command, session: CliSession): void {
  const ratings = program
    .command('ratings')
    .description('bring ratings from elsewhere into a study, list them')
    .addHelpText('after', help)
  for (const add of Object.values(ratingsCommands)) add(ratings, session)
}
