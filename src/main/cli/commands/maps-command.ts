import type { Command } from 'commander'
import { join } from 'node:path'
import type { MapsResult } from '../../../shared/jobs'
import { replaceFolder } from '../../jobs/output-folder'
import { skippedNote } from '../accuracy-text'
import { absolute, addDataOptions, addRunOptions, resolveData, wholeNumber, type RunFlags } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatCount, formatDuration, formatShare, formatTable } from '../text'

interface MapsFlags extends RunFlags {
  readonly model: readonly string[]
  readonly data: string
  readonly images?: number
  readonly count: number
  readonly perClass: boolean
  readonly layer?: string
  readonly out: string
}

const help = `
Writes for each image the original, and for each model a heat-map and an occlusion-map (PNG), the raw signed maps
(maps.safetensors: one float32 tensor [height, width] per map, before rectification and scaling) and index.json,
which says for every map the image, model, predicted class, layer and scaling. Where a map has no positive value
there is nothing to show: its pictures are striped, and the index has noPositiveEvidence.

Examples:
  sweetspot maps --model models/vgg16-w8.safetensors --data emojinette --count 2 --per-class
  sweetspot maps --model a.safetensors --model b.safetensors --data photos --count 20 --out maps`

/** `sweetspot maps`: explanation maps of one or more models for the same test images. */
export function addMapsCommand(program: Command, session: CliSession): void {
  const command = program
    .command('maps')
    .description('write Grad-CAM heat-maps and occlusion-maps of one or more models')
    .requiredOption('--model <file...>', 'model files; several after each other, or the option again')
  addDataOptions(command)
    .option('--count <n>', 'test images to explain, drawn at random', wholeNumber(1, 100_000), 10)
    .option('--per-class', 'take --count as the number of images of each class', false)
    .option('--layer <name>', 'layer to explain (default: the architecture’s own, for VGG the last max-pool)')
    .option('--out <folder>', 'where to write', 'maps')
  addRunOptions(command)
    .addHelpText('after', help)
    .action(async (flags: MapsFlags) => {
      const folder = absolute(flags.out)
      const result = await replaceFolder(folder, (workFolder) =>
        runJob(session, {
          kind: 'maps',
          models: flags.model.map(absolute),
          data: resolveData(flags.data),
          images: flags.images,
          count: flags.count,
          perClass: flags.perClass,
          layer: flags.layer,
          device: flags.device,
          seed: flags.seed,
          folder: workFolder,
        }),
      )
      const value = { ...result, index: join(folder, result.index), folder }
      printResult(session, value, describeMaps)
    })
}

/** What was written, how well the maps meet the object where that is known, and where the files are. */
export function describeMaps(result: MapsResult & { readonly folder: string }): string {
  const notice =
    result.noPositiveEvidence === 0
      ? []
      : [`${result.noPositiveEvidence} of them have no positive evidence; their pictures are striped.`]
  return [
    `${formatCount(result.mapCount)} maps of ${formatCount(result.images)} images on ${result.device}, ` +
      formatDuration(result.seconds),
    ...notice,
    '',
    ...scoreTable(result),
    ...skippedNote(result.skipped),
    `Maps: ${result.folder}`,
    `Index: ${result.index}`,
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
