import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ByteCache, defaultCacheBytes } from '../byte-cache'
import type { DataSplits, ImageSet } from '../image-set'
import { type ImageSource, loadImages } from '../load-images'
import { parseOptions } from '../parse-options'
import { seededRandom } from '../../../shared/seeded-random'
import { type Design, type Designs, drawnDesigns } from './designs'
import { drawObjectMask, drawScene, type SceneKey, sceneVersion } from './scene'

/** Training images that are made unless another number is asked for. */
export const defaultTrainCount = 3000

const count = z.int().min(10).max(1_000_000)

const optionsSchema = z.object({
  seed: z.int().min(0).max(0xffff_ffff),
  sizePx: z.int().min(16).max(1024).default(64),
  /** Images in each part. Classes take turns, so each has the same number or one more. */
  trainCount: count.default(defaultTrainCount),
  validationCount: count.default(500),
  testCount: count.default(500),
  heldOutCount: count.default(500),
  /** Memory for made images, shared by all parts; 0 keeps none. */
  cacheBytes: z.number().min(0).optional(),
})

export type EmojinetteOptions = z.input<typeof optionsSchema>

/** The name of the test set whose designs training never saw. */
export const heldOutDesigns = 'held-out designs'

/**
 * The built-in sample: pictures of Imagenette's ten classes, composed from free emoji designs. The options decide
 * every pixel (on the same build of the SVG renderer; the fingerprint tells). Train, validation and test show
 * other compositions of the same designs, `extraTests['held-out designs']` those of a whole set that is in none of
 * the three. Pictures are made when they are first loaded and kept up to `cacheBytes` (by default an eighth of the
 * machine's memory, at most 2 GiB; 3,000 of 64 px take 35 MiB).
 *
 * @throws StudioError `dataset/bad-request`
 */
export async function openEmojinette(options: EmojinetteOptions): Promise<DataSplits> {
  const parsed = parseOptions(optionsSchema, options)
  const { seed, sizePx } = parsed
  const designs = await drawnDesigns(sizePx)
  const cache = new ByteCache(parsed.cacheBytes ?? defaultCacheBytes())
  let firstKey = 0
  const part = (name: string, shown: readonly Design[], imageCount: number): ImageSet => {
    const set = emojinetteSet({ name, shown, imageCount, designs, seed, sizePx, cache, firstKey })
    firstKey += imageCount
    return set
  }
  return {
    train: part('train', designs.known, parsed.trainCount),
    validation: part('validation', designs.known, parsed.validationCount),
    test: part('test', designs.known, parsed.testCount),
    extraTests: { [heldOutDesigns]: part('held-out', designs.heldOut, parsed.heldOutCount) },
    skipped: [],
  }
}

interface PartPlan {
  readonly name: string
  /** Designs that are this part's objects; scraps in the background are always of known designs. */
  readonly shown: readonly Design[]
  readonly imageCount: number
  readonly designs: Designs
  readonly seed: number
  readonly sizePx: number
  readonly cache: ByteCache
  readonly firstKey: number
}

function emojinetteSet(plan: PartPlan): ImageSet {
  const { name, imageCount, designs, seed, sizePx, cache, firstKey } = plan
  const chosen = chooseDesigns(plan)
  const sceneKey = (index: number): SceneKey => ({ seed, part: name, index, sizePx })
  const source: ImageSource = {
    count: imageCount,
    sizePx,
    cache,
    concurrentImages: 1,
    cacheKey: (index) => firstKey + index,
    make: (index) => drawScene(sceneKey(index), chosen[index]!, designs.known),
  }
  const content = { sceneVersion, seed, sizePx, name, imageCount, digest: designs.digest }
  return {
    classes: designs.classes,
    sizePx,
    labels: Int32Array.from(chosen, ({ label }) => label),
    names: chosen.map((design, index) => {
      const folder = design.entry.file.split('/')[0]
      return `${name}/${folder}/${String(index).padStart(6, '0')}-${design.name}.png`
    }),
    fingerprint: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
    load: (indices) => loadImages(source, indices),
    objectMask: (index) => drawObjectMask(sceneKey(index), chosen[index]!),
  }
}

/**
 * How often a picture shows an icon instead of an emoji. Held-out designs are all emoji; a few icons make the
 * classes broader, many would make them too hard for a small network.
 */
const iconShare = 0.06

/** Classes in turn; of a class, one of its designs at random. */
function chooseDesigns({ name, shown, imageCount, designs, seed }: PartPlan): readonly Design[] {
  const pools = designs.classes.map((_, label) => {
    const ofClass = shown.filter((design) => design.label === label)
    return {
      emoji: ofClass.filter(({ style }) => style === 'emoji'),
      icons: ofClass.filter(({ style }) => style === 'icon'),
    }
  })
  return Array.from({ length: imageCount }, (_, index) => {
    const { emoji, icons } = pools[index % pools.length]!
    const random = seededRandom(seed, name, index, 'design')
    return random.pick(random.chance(iconShare) && icons.length > 0 ? icons : emoji)
  })
}
