import { Option, type Command } from 'commander'
import { basename, dirname, join } from 'node:path'
import { type ExportFormat, exportFormatSchema, type ExportResult } from '../../../shared/model-jobs'
import { addToFolder } from '../../jobs/output-folder'
import { absolute, jsonOption } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatCount } from '../text'

interface ExportFlags {
  readonly to: ExportFormat
  readonly out?: string
  readonly force: boolean
}

const help = `
onnx         one file for any runtime, with weights, the scaling of pixels and the names of the classes inside
torchvision  weights in torchvision's names and order, for load_state_dict (VGG and ResNet)
layers       a folder with a tfjs LayersModel: model.json, weights, metadata.json

Examples:
  sweetspot export models/vgg16-cpr32.safetensors --to onnx
  sweetspot export models/vgg16.safetensors --to torchvision --out weights.safetensors`

/** What the output is called without `--out`: the model's name with this at its end. */
const endings = {
  onnx: '.onnx',
  torchvision: '-torchvision.safetensors',
  layers: '-layers',
} as const satisfies Record<ExportFormat, string>

/** `sweetspot export`: a stored model for other programs. */
export function addExportCommand(program: Command, session: CliSession): void {
  program
    .command('export')
    .description('write a model for other programs')
    .argument('<file>', 'the .safetensors file of a model')
    .addOption(
      new Option('--to <format>', 'what to write').choices(exportFormatSchema.options).makeOptionMandatory(),
    )
    .option('--out <path>', 'the file to write, or for layers the folder (default: beside the model)')
    .option('--force', 'replace what is there', false)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (file: string, flags: ExportFlags) => {
      const model = absolute(file)
      const path = absolute(flags.out ?? model.replace(/\.safetensors$/, '') + endings[flags.to])
      const [folder, name] = [dirname(path), basename(path)]
      const result = await addToFolder({ folder, names: [name], overwrite: flags.force }, (workFolder) =>
        runJob(session, { kind: 'export', model, to: flags.to, folder: workFolder, name }),
      )
      const value = { ...result, files: result.files.map((each) => join(folder, each)) }
      printResult(session, value, describeExport)
    })
}

function describeExport({ model, to, files, bytes, description }: ExportResult): string {
  const [first] = files
  const place = files.length === 1 ? first! : `${dirname(first!)} (${files.length} files)`
  return [`${model} as ${to}, ${formatCount(bytes)} bytes`, description, '', place].join('\n')
}
