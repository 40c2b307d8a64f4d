import { Argument, type Command } from 'commander'
import { join } from 'node:path'
import { weightNames, type DownloadReport } from '../../../shared/dataset-jobs'
import { addToFolder } from '../../jobs/output-folder'
import { absolute, jsonOption } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatBytes } from '../text'

interface DownloadFlags {
  readonly out: string
  readonly from?: string
  readonly force: boolean
}

const help = `
vgg16 is torchvision's VGG-16 trained on ImageNet, 553 MB, in timm's copy (BSD licence). What was received stays when
the download stops, and the same command goes on from there. On a computer without internet, the message says where to
fetch the file by hand; --from then takes it.

Examples:
  sweetspot weights download vgg16
  sweetspot weights download vgg16 --from model.safetensors
  sweetspot import weights/vgg16.safetensors --classes photos --architecture vgg16`

/** `sweetspot weights`: published weights from the internet. */
export function addWeightsCommand(program: Command, session: CliSession): void {
  const command = program.command('weights').description('download published weights')
  command
    .command('download')
    .description('fetch published weights')
    .addArgument(new Argument('<name>', 'which weights').choices(weightNames))
    .option('--out <folder>', 'where to put the file', 'weights')
    .option('--from <file>', 'take this file instead, fetched by other means; it is checked as well')
    .option('--force', 'replace a file of the same name', false)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (name: (typeof weightNames)[number], { out, from, force }: DownloadFlags) => {
      const folder = absolute(out)
      const output = { folder, names: [`${name}.safetensors`], overwrite: force }
      const given = from === undefined ? undefined : absolute(from)
      const value = await addToFolder(output, (workFolder) =>
        runJob(session, { kind: 'download', name, from: given, folder: workFolder }),
      )
      printResult(session, { ...value, weightFile: join(folder, value.weightFile ?? '') }, describe)
    })
}

function describe({ bytes, sha256, weightFile }: DownloadReport): string {
  return `${formatBytes(bytes)}, SHA-256 ${sha256}\nWeights: ${weightFile}`
}
