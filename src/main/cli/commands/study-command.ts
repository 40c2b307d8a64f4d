import type { Command } from 'commander'
import type { CliSession } from '../session'
import { addCheckCommand } from './study/check-command'
import { addCreateCommand } from './study/create-command'
import { addDataCommand } from './study/data-command'
import { addInfoCommand } from './study/info-command'
import { addJobsCommand } from './study/jobs-command'
import { addResumeCommand } from './study/resume-command'

/** What can be done with a study, in the order of the help. */
const studyCommands = {
  create: addCreateCommand,
  info: addInfoCommand,
  data: addDataCommand,
  jobs: addJobsCommand,
  resume: addResumeCommand,
  check: addCheckCommand,
} as const satisfies Readonly<Record<string, (study: Command, session: CliSession) => void>>

const help = `
A study is a folder: study.sqlite, and below artifacts/ the models, maps and stimuli. Copy the folder while no
program has it open, and it works elsewhere. Commands that make models or maps keep them in it with --study.

Examples:
  sweetspot study create my-study --name "Less is more" --site "Ulm University" --prefix ULM
  sweetspot train --study my-study --data photos --name cpr-1
  sweetspot study info my-study`

/** `sweetspot study`: makes studies and looks after them. */
export function addStudyCommand(program: Command, session: CliSession): void {
  const study = program
    .command('study')
    .description('make a study, see what it holds, check it')
    .addHelpText('after', help)
  for (const add of Object.values(studyCommands)) add(study, session)
}
