import { countText } from '../../../shared/count-text'
import { Option, type Command } from 'commander'
import { basename, dirname, join } from 'node:path'
import { type InputScaling, inputScalingSchema } from '../../../shared/input-scaling'
import type { ImportResult } from '../../../shared/model-jobs'
import { addToFolder } from '../../jobs/output-folder'
import { checkName } from '../model-name'
import { absolute, jsonOption, resolveData, seedOption, wholeNumber } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatCount } from '../text'

interface ImportFlags {
  readonly classes?: string
  readonly keepHead: boolean
  readonly architecture?: string
  readonly size?: number
  readonly inputScaling?: InputScaling
  readonly seed: number
  readonly out: string
  readonly name?: string
  readonly force: boolean
}

const help = `
<file> is a tfjs model.json (or its folder), a .keras or .h5 file of Keras, or a .safetensors with the weights of a
VGG-16 or ResNet in torchvision's or timm's names. With --classes the last layer is replaced by one for these classes, which is then to be
trained; the other weights, and how the network scales its pixels, are the file's.

Examples:
  sweetspot import mobilenet/model.json --classes photos --out models
  sweetspot import vgg16.safetensors --classes photos --architecture vgg16 --out models
  sweetspot import vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5 --architecture vgg16-gap --classes photos
  sweetspot import resnet.h5 --classes imagenet-classes.txt --keep-head
  sweetspot train --from models/mobilenet.safetensors --data photos --epochs 5`

/** `sweetspot import`: a model file made of another program's network. */
export function addImportCommand(program: Command, session: CliSession): void {
  program
    .command('import')
    .description('take over a network from Keras, TensorFlow.js, torchvision or timm')
    .argument('<file>', 'the model or weight file')
    .option(
      '--classes <file|folder>',
      'the new classes: the data’s folder, or a file with one name a line; without it the network keeps its own',
    )
    .option('--keep-head', 'keep the last layer and only name its outputs by --classes', false)
    .option('--architecture <id>', 'for weights alone, as vgg16-gap (default: by the tensors)')
    .option('--size <px>', 'edge length of the images (default: the model’s own)', wholeNumber(8, 1024))
    .addOption(
      new Option(
        '--input-scaling <kind>',
        'how the network scales pixels (default: as usual for weights of that origin)',
      ).choices(inputScalingSchema.options),
    )
    .option('--out <folder>', 'where to write the model', 'models')
    .option('--name <name>', 'name of the model file, without .safetensors (default: the file’s)')
    .option('--force', 'replace a model of the same name', false)
    .addOption(seedOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (file: string, flags: ImportFlags) => {
      const source = absolute(file)
      const name = checkName(flags.name ?? modelName(source))
      const folder = absolute(flags.out)
      const output = { folder, names: [`${name}.safetensors`], overwrite: flags.force }
      const result = await addToFolder(output, (workFolder) =>
        runJob(session, {
          kind: 'import',
          source,
          architecture: flags.architecture,
          sizePx: flags.size,
          inputScaling: flags.inputScaling,
          classes: flags.classes === undefined ? undefined : resolveData(flags.classes),
          keepHead: flags.keepHead,
          seed: flags.seed,
          folder: workFolder,
          name,
        }),
      )
      printResult(session, { ...result, modelFile: join(folder, result.modelFile) }, describeImport)
    })
}

/** A tfjs model is called by its folder: its file is always `model.json`. */
function modelName(source: string): string {
  const file = basename(source)
  return file === 'model.json'
    ? basename(dirname(source))
    : file.replace(/\.(json|keras|h5|hdf5|safetensors)$/i, '')
}

function describeImport(result: ImportResult): string {
  const { classes, drawnLayers } = result
  const head =
    drawnLayers.length === 0
      ? `all weights are the file's; ${countText(classes.length, 'class', 'classes')}`
      : `new and still to be trained: ${drawnLayers.join(', ')}, for ${classes.join(', ')}`
  return [
    `${result.architecture} from ${result.source} (${result.format}), ${formatCount(result.parameterCount)} parameters`,
    `${result.sizePx} px, pixels scaled as "${result.inputScaling}"; maps explain ${result.targetLayer}`,
    head,
    '',
    `Model: ${result.modelFile}`,
  ].join('\n')
}
