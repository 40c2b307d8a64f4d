import type { Command } from 'commander'
import { createStudy } from '../../../store/create-study'
import { absolute, jsonOption } from '../../options'
import { printResult, type CliSession } from '../../session'

interface CreateFlags {
  readonly name: string
  readonly site: string
  readonly prefix: string
  readonly description?: string
}

const help = `
Participants are known by codes only; the prefix starts the codes of this site, so that two laboratories never give
the same one.

Examples:
  sweetspot study create my-study --name "Less is more" --site "Ulm University" --prefix ULM`

/** `sweetspot study create`: a new study in a new folder. */
export function addCreateCommand(study: Command, session: CliSession): void {
  study
    .command('create <folder>')
    .description('make a study in a new or empty folder')
    .requiredOption('--name <text>', 'what the study is called')
    .requiredOption('--site <text>', 'the laboratory that works on this folder')
    .requiredOption('--prefix <code>', 'start of its participant codes: 1 to 8 capital letters or digits')
    .option('--description <text>', 'what it is about')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action((folder: string, { name, site, prefix, description = '' }: CreateFlags) => {
      const store = createStudy(absolute(folder), { name, description, siteName: site, sitePrefix: prefix })
      try {
        const value = { ...store.study.get(), folder: store.paths.folder }
        printResult(session, value, () => `Study "${value.name}": ${value.folder}`)
      } finally {
        store.close()
      }
    })
}
