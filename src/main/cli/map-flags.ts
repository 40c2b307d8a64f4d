import { InvalidArgumentError, Option, type Command } from 'commander'
import { StudioError } from '../../shared/errors'
import {
  colourMapKinds,
  mapMethodKinds,
  publishedDrawing,
  type ColourMapKind,
  type ExplainedClass,
  type MapDrawing,
  type MapMethodKind,
  type ScalingPolicy,
} from '../../shared/maps'

const scalings = ['per-map', 'across-models', 'absolute'] as const

/** What is asked of a network, and how the answer is drawn. */
export interface MapFlags {
  readonly method: MapMethodKind
  readonly layer?: string
  readonly class: ExplainedClass
  readonly colours: ColourMapKind
  readonly visible: number
  readonly scaling: (typeof scalings)[number]
  readonly range?: readonly [number, number]
  /** Absent where not said: studies keep them, folders do not. */
  readonly activations?: boolean
}

/** `--method`, `--layer`, `--class`, and how maps are drawn. */
export function addMapOptions(command: Command): Command {
  return command
    .addOption(new Option('--method <kind>', 'how maps are made').choices(mapMethodKinds).default('grad-cam'))
    .option('--layer <name>', 'layer to explain (default: the architecture’s own, for VGG the last max-pool)')
    .addOption(
      new Option(
        '--class <name>',
        'class that maps speak about: predicted, label (the true one), or a class’s name',
      )
        .argParser(explainedClass)
        .default('predicted'),
    )
    .addOption(
      new Option('--colours <map>', 'colours of heat-maps')
        .choices(colourMapKinds)
        .default(publishedDrawing.colourMap),
    )
    .addOption(
      new Option('--visible <share>', 'share of pixels that an occlusion-map shows')
        .argParser(share)
        .default(publishedDrawing.visibleFraction),
    )
    .addOption(
      new Option(
        '--scaling <policy>',
        'what the colours span: each map’s own values, those of all models for an image, or --range',
      )
        .choices(scalings)
        .default('per-map'),
    )
    .addOption(
      new Option('--range <low,high>', 'the values of --scaling absolute, as 0,2.5').argParser(range),
    )
    .option(
      '--activations',
      'count how the layer’s activations are distributed, on all test images (default: with --study only)',
    )
    .option('--no-activations', 'do not count them')
}

/** The flags as a job takes them. @throws StudioError `usage` where a range is missing or has no use */
export function resolveMaps({ method, layer, class: explained, activations, ...drawing }: MapFlags) {
  return { method, layer, explained, activations, drawing: resolveDrawing(drawing) }
}

type DrawingFlags = Pick<MapFlags, 'colours' | 'visible' | 'scaling' | 'range'>

function resolveDrawing({ colours, visible, scaling, range: values }: DrawingFlags): MapDrawing {
  return { colourMap: colours, visibleFraction: visible, scaling: resolveScaling(scaling, values) }
}

function resolveScaling(scaling: MapFlags['scaling'], values: MapFlags['range']): ScalingPolicy {
  if ((scaling === 'absolute') !== (values !== undefined)) {
    throw new StudioError(
      'usage',
      '--scaling absolute and --range go together, as --scaling absolute --range 0,2.5.',
    )
  }
  switch (scaling) {
    case 'per-map':
      return { kind: 'per-map' }
    case 'across-models':
      return { kind: 'per-image-across-models' }
    case 'absolute':
      return { kind: 'absolute', low: values![0], high: values![1] }
  }
}

function explainedClass(text: string): ExplainedClass {
  return text === 'predicted' || text === 'label' ? text : { className: text }
}

function share(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && value <= 1) return value
  throw new InvalidArgumentError('It must be a number above 0, at most 1.')
}

function range(text: string): readonly [number, number] {
  const [low, high, ...more] = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (more.length === 0 && Number.isFinite(low) && Number.isFinite(high) && high! > low!) return [low!, high!]
  throw new InvalidArgumentError('It must be two numbers, the second above the first, as 0,2.5.')
}
