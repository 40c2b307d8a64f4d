import type { ArchitectureId } from '../src/main/network/architectures'
import type { CriterionKind } from '../src/shared/pruning'

/** What one run of a case does. */
export type CaseKind =
  'forward' | 'step' | 'grad-cam' | 'maps' | 'prune' | 'product' | 'decode' | 'augment' | 'epoch'

/** One line of the bench. */
export interface BenchCase {
  /** What `--only` takes. */
  readonly name: string
  readonly kind: CaseKind
  readonly architecture: ArchitectureId
  readonly sizePx: number
  readonly classCount: number
  /** Images in a run; 0 where it is not about images. */
  readonly batchSize: number
  /** Forward pass only: whether weights are constants of the graph, or given to it at each run. */
  readonly frozen: boolean
  /** `epoch` only: the built-in sample, or photographs from files. Default: photographs. */
  readonly data?: 'emojinette'
  /** Pruning only. */
  readonly criterion?: CriterionKind
  /** What the peer runs in turn with ours: names of functions in `peer.py`. */
  readonly peers: readonly string[]
}

/** Edge of the square matrices whose product is the machine's peak. */
export const productEdge = 2048

const vgg16 = { architecture: 'vgg16', sizePx: 224, classCount: 1000, frozen: true } as const
const published = { ...vgg16, peers: ['forward'], kind: 'forward' } as const
const pruning = { ...vgg16, kind: 'prune', batchSize: 0, peers: [] } as const
const photographs = { ...vgg16, classCount: 2, frozen: false, peers: [] } as const
const step = { ...vgg16, frozen: false, kind: 'step', peers: ['step'] } as const

/** The product that everything else is measured against. */
export const peakCase: BenchCase = {
  ...published,
  name: 'peak',
  kind: 'product',
  batchSize: 1,
  peers: ['product'],
}

export const cases: readonly BenchCase[] = [
  { ...published, name: 'forward-4', batchSize: 4 },
  { ...published, name: 'forward-16', batchSize: 16 },
  { ...published, name: 'forward-live-4', batchSize: 4, frozen: false },
  { ...published, name: 'forward-live-16', batchSize: 16, frozen: false },
  { ...step, name: 'step-4', batchSize: 4 },
  { ...step, name: 'step-16', batchSize: 16 },
  { ...step, name: 'step-gap-4', architecture: 'vgg16-gap', batchSize: 4 },
  { ...step, name: 'step-gap-16', architecture: 'vgg16-gap', batchSize: 16 },
  {
    ...published,
    name: 'grad-cam-16',
    kind: 'grad-cam',
    batchSize: 16,
    peers: ['grad-cam', 'grad-cam-head'],
  },
  { ...vgg16, name: 'maps-16', kind: 'maps', batchSize: 16, peers: [] },
  { ...pruning, name: 'prune-local', criterion: 'local-magnitude' },
  { ...pruning, name: 'prune-global', criterion: 'global-magnitude' },
  { ...pruning, name: 'prune-random', criterion: 'random' },
  { ...pruning, name: 'prune-filters', criterion: 'filter-l1' },
  { ...step, name: 'sample-step-32', architecture: 'vgg16-w8', sizePx: 64, classCount: 10, batchSize: 32 },
  { ...step, name: 'sample-step-64', architecture: 'vgg16-w8', sizePx: 64, classCount: 10, batchSize: 64 },
  { ...photographs, name: 'decode-64', kind: 'decode', batchSize: 64 },
  { ...photographs, name: 'augment-64', kind: 'augment', batchSize: 64 },
  { ...photographs, name: 'epoch-photographs', kind: 'epoch', architecture: 'vgg16-gap-w8', batchSize: 256 },
  {
    ...photographs,
    name: 'epoch-sample',
    kind: 'epoch',
    data: 'emojinette',
    architecture: 'vgg16-bn-gap-w8',
    sizePx: 64,
    classCount: 10,
    batchSize: 1024,
  },
]

/** What a case process sends to the bench, one JSON object on each line. */
export type Report =
  | { readonly kind: 'ready'; readonly prepareMs: number }
  | { readonly kind: 'ran'; readonly durationMs: number; readonly busyFraction?: number }
  | { readonly kind: 'done'; readonly peakBytes: number }
