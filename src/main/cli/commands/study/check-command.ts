import { countText } from '../../../../shared/count-text'
import type { Command } from 'commander'
import { checkStudy, type StudyCheck } from '../../../jobs/study-check'
import { jsonOption } from '../../options'
import { printResult, type CliSession } from '../../session'
import { withStudy } from '../../study-session'
import { formatBytes } from '../../text'

const help = `
Reads the whole database and every file of the study, and compares files with the hashes that were taken when they
were made. Nothing is changed. Exit code 1 where something is wrong.

Examples:
  sweetspot study check my-study`

/** `sweetspot study check`: whether a study is whole. */
export function addCheckCommand(study: Command, session: CliSession): void {
  study
    .command('check <folder>')
    .description('check the database and every file of a study')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (folder: string) => {
      const check = await withStudy(folder, { isReadOnly: true, view: session.view }, (store) =>
        checkStudy(store),
      )
      printResult(session, check, describeCheck)
      if (check.problems.length > 0) session.fail()
    })
}

/** Every problem on a line, or that there is none. */
export function describeCheck({ problems, fileCount, byteCount, unknownFiles }: StudyCheck): string {
  const files = `${countText(fileCount, 'file')}, ${formatBytes(byteCount)}`
  const unknown =
    unknownFiles.length === 0
      ? []
      : [
          `${countText(unknownFiles.length, 'file in artifacts belongs', 'files in artifacts belong')} to nothing and may be deleted: ` +
            unknownFiles.slice(0, 5).join(', ') +
            (unknownFiles.length > 5 ? ', ...' : ''),
        ]
  if (problems.length === 0) return [`The study is whole: database and ${files}.`, ...unknown].join('\n')
  const title = countText(problems.length, 'problem')
  return [
    `${title} (database and ${files}):`,
    ...problems.map(({ message }) => `  ${message}`),
    ...unknown,
  ].join('\n')
}
