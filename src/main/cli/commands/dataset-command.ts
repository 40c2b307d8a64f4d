import { countText } from '../../../shared/count-text'
import { Argument, type Command } from 'commander'
import { imageSetNames, type UnpackReport } from '../../../shared/dataset-jobs'
import { replaceFolder } from '../../jobs/output-folder'
import { skippedNote } from '../accuracy-text'
import { describeDataset } from '../dataset-text'
import { absolute, jsonOption } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatBytes } from '../text'

/** `sweetspot dataset`: what is in a set of images, and sets from archives and from the internet. */
export function addDatasetCommand(program: Command, session: CliSession): void {
  const command = program.command('dataset').description('check, import and download sets of images')
  addCheck(command, session)
  addImport(command, session)
  addDownload(command, session)
}

const checkHelp = `
Reads every file, and lists those that cannot be used with the reason, duplicates, and why nothing could be trained on
the data as it is: the exit code is then 1.

Examples:
  sweetspot dataset check photos
  sweetspot dataset check imagenette2-160.tgz --json`

function addCheck(command: Command, session: CliSession): void {
  command
    .command('check')
    .description('tell what is in a folder or an archive of images, and what cannot be used')
    .argument('<data>', 'a folder of class folders, or a .tar.gz, .tar or .zip file of it')
    .addOption(jsonOption())
    .addHelpText('after', checkHelp)
    .action(async (data: string) => {
      const report = await runJob(session, { kind: 'inspect', data: absolute(data) })
      printResult(session, report, describeDataset)
      if (report.problems.length > 0) session.fail()
    })
}

const importHelp = `
The archive's classes, or its train/ and val/, lie directly in the new folder. Archives that could harm this computer
(paths that lead out of the folder, links, contents far larger than images compress) are refused. Every command that
takes --data takes an archive as well: it is then unpacked in the cache.

Examples:
  sweetspot dataset import imagenette2-160.tgz --to imagenette-160
  sweetspot dataset import photos.zip --to photos`

function addImport(command: Command, session: CliSession): void {
  command
    .command('import')
    .description('unpack an archive of images into a folder')
    .argument('<archive>', 'a .tar.gz, .tar or .zip file of class folders')
    .requiredOption('--to <folder>', 'the folder to make; one that this command made before is replaced')
    .addOption(jsonOption())
    .addHelpText('after', importHelp)
    .action(async (archive: string, flags: { readonly to: string }) => {
      const to = absolute(flags.to)
      const value = await replaceFolder(to, (folder) =>
        runJob(session, { kind: 'unpack', archive: absolute(archive), folder }),
      )
      printResult(session, { ...value, folder: to }, (result) => describeImport(result, to))
    })
}

const downloadHelp = `
What was received stays when the download stops, and the same command goes on from there. On a computer without
internet, the message says where to fetch the file by hand; --from then takes it.

Examples:
  sweetspot dataset download imagenette-160
  sweetspot dataset download imagenette --to /data/imagenette
  sweetspot dataset download imagenette-320 --from imagenette2-320.tgz`

function addDownload(command: Command, session: CliSession): void {
  command
    .command('download')
    .description('fetch a published set of images and unpack it into a folder')
    .addArgument(
      new Argument('<name>', 'photographs of at least so many pixels; without a number: full size').choices(
        imageSetNames,
      ),
    )
    .option('--to <folder>', 'the folder to make (default: the name)')
    .option('--from <file>', 'take this file instead, fetched by other means; it is checked as well')
    .addOption(jsonOption())
    .addHelpText('after', downloadHelp)
    .action(
      async (
        name: (typeof imageSetNames)[number],
        flags: { readonly to?: string; readonly from?: string },
      ) => {
        const to = absolute(flags.to ?? name)
        const from = flags.from === undefined ? undefined : absolute(flags.from)
        const value = await replaceFolder(to, (folder) =>
          runJob(session, { kind: 'download', name, from, folder }),
        )
        printResult(session, { ...value, folder: to }, ({ images }) =>
          images ? describeImport(images, to) : to,
        )
      },
    )
}

function describeImport({ classes, files, bytes, skipped }: UnpackReport, folder: string): string {
  const counts = `${countText(classes.length, 'class', 'classes')}, ${countText(files, 'file')}, ${formatBytes(bytes)}`
  return [counts, ...skippedNote(skipped), `Folder: ${folder}`].join('\n')
}
