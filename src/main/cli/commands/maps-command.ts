import { countText } from '../../../shared/count-text'
import type { Command } from 'commander'
import { join } from 'node:path'
import type { MapsResult } from '../../../shared/jobs'
import { replaceFolder } from '../../jobs/output-folder'
import { modelFile } from '../../jobs/study-models'
import { skippedNote } from '../accuracy-text'
import { addMapOptions, resolveMaps, type MapFlags } from '../map-flags'
import { absolute, addDataOptions, addRunOptions, resolveData, wholeNumber, type RunFlags } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { addStudyOption, runInStudy } from '../study-session'
import { formatCount, formatDuration, formatShare, formatTable } from '../text'

interface MapsFlags extends RunFlags, MapFlags {
  readonly model: readonly string[]
  readonly data: string
  readonly images?: number
  readonly count: number
  readonly perClass: boolean
  readonly out: string
  readonly study?: string
}

const help = `
Writes for each image the original, and for each model a heat-map and an occlusion-map (PNG), the raw signed maps
(maps.safetensors: one float32 tensor [height, width] per map, before rectification and scaling), legend.png with the
colours, and index.json, which says for every map the image, model, class, layer and scaling. Where a map has no
positive value there is nothing to show: its pictures are striped, and the index has noPositiveEvidence. Without
options maps are those of the published study: Grad-CAM of the predicted class, jet colours scaled for each map by
itself, and the tenth of pixels with the highest values.

occlusion-sensitivity covers one part of the image after the other and needs a forward pass for each: 49 for an image
at 7 x 7 positions.

Examples:
  sweetspot maps --model models/vgg16-bn-gap-w8.safetensors --data emojinette --count 2 --per-class
  sweetspot maps --model a.safetensors --model b.safetensors --data photos --count 20 --out maps
  sweetspot maps --model models/*.safetensors --data photos --colours viridis --scaling across-models --activations
  sweetspot maps --model a.safetensors --data photos --method layer-cam --layer features.22 --class label
  sweetspot maps --study my-study --model cpr-1 cpr-2 --data photos --count 50 --per-class`

/** `sweetspot maps`: explanation maps of one or more models for the same test images. */
export function addMapsCommand(program: Command, session: CliSession): void {
  const command = program
    .command('maps')
    .description('write heat-maps and occlusion-maps of one or more models')
    .requiredOption('--model <file...>', 'model files; several after each other, or the option again')
  addStudyOption(addMapOptions(addDataOptions(command)))
    .option('--count <n>', 'test images to explain, drawn at random', wholeNumber(1, 100_000), 10)
    .option('--per-class', 'take --count as the number of images of each class', false)
    .option('--out <folder>', 'where to write', 'maps')
  addRunOptions(command)
    .addHelpText('after', help)
    .action(async (flags: MapsFlags) => {
      const { result, folder } = await makeMaps(flags, session)
      const value = {
        ...result,
        index: join(folder, result.index),
        legend: join(folder, result.legend),
        activations: result.activations && join(folder, result.activations),
        folder,
      }
      printResult(session, value, describeMaps)
    })
}

/** @returns the result, and the folder that its files are in */
async function makeMaps(
  flags: MapsFlags,
  session: CliSession,
): Promise<{ result: MapsResult; folder: string }> {
  const { model, study } = flags
  const request = {
    kind: 'maps' as const,
    data: resolveData(flags.data),
    images: flags.images,
    count: flags.count,
    perClass: flags.perClass,
    ...resolveMaps(flags),
    device: flags.device,
    seed: flags.seed,
  }
  if (study !== undefined) {
    return runInStudy(session, { folder: study }, (store) => ({
      ...request,
      activations: request.activations ?? true,
      models: model.map((name) => modelFile(store, name)),
    }))
  }
  const folder = absolute(flags.out)
  const result = await replaceFolder(folder, (workFolder) =>
    runJob(session, { ...request, models: model.map(absolute), folder: workFolder }),
  )
  return { result, folder }
}

/** What was written, how well the maps meet the object where that is known, and where the files are. */
export function describeMaps(result: MapsResult & { readonly folder: string }): string {
  const notice =
    result.noPositiveEvidence === 0
      ? []
      : [
          `${countText(result.noPositiveEvidence, 'of them has', 'of them have')} no positive evidence; such pictures are striped.`,
        ]
  return [
    `${countText(result.mapCount, 'map')} of ${countText(result.images, 'image')} on ${result.device}, ` +
      formatDuration(result.seconds),
    ...notice,
    '',
    ...scoreTable(result),
    ...activationTable(result),
    ...skippedNote(result.skipped),
    `Maps: ${result.folder}`,
    `Index: ${result.index}`,
    ...(result.activations === null ? [] : [`Activations: ${result.activations}`]),
  ].join('\n')
}

/** Pointing game and energy of each model; nothing where the true object is not known. */
export function scoreTable(result: MapsResult): string[] {
  const rows = result.models.flatMap(({ name, layer, score }) =>
    score === null
      ? []
      : [
          [
            name,
            layer,
            formatCount(score.count),
            formatShare(score.pointingGame),
            formatShare(score.energyInside),
            formatShare(score.objectArea),
          ],
        ],
  )
  if (rows.length === 0) return []
  return [
    formatTable(['model', 'layer', 'maps', 'pointing game', 'energy on object', 'object’s share'], rows),
    '',
  ]
}

/** How the explained layer's activations are distributed in each model; nothing where they were not counted. */
function activationTable({ models }: MapsResult): string[] {
  const rows = models.flatMap(({ name, layer, activations }) =>
    activations === null
      ? []
      : [
          [
            name,
            layer,
            formatCount(activations.images),
            activations.mean.toPrecision(3),
            activations.standardDeviation.toPrecision(3),
            activations.median.toPrecision(3),
            formatShare(activations.zeroShare),
            `${activations.silentChannels} of ${activations.channels}`,
          ],
        ],
  )
  if (rows.length === 0) return []
  const headings = [
    'model',
    'activations of',
    'images',
    'mean',
    'deviation',
    'median',
    'zeros',
    'silent channels',
  ]
  return [formatTable(headings, rows), '']
}
