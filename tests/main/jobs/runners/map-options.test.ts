import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationsFileSchema } from '../../../../src/shared/activations'
import {
  mapEntrySchema,
  mapsResultSchema,
  type JobRequestOf,
  type MapEntry,
} from '../../../../src/shared/jobs'
import { publishedDrawing, type MapDrawing } from '../../../../src/shared/maps'
import { displayMap } from '../../../../src/main/explain/map-scaling'
import { jobRunners } from '../../../../src/main/jobs/runners'
import { openSafetensors } from '../../../../src/main/store/safetensors-reader'
import { quietContext, trainRequest } from '../sample-jobs'
import { makeToyFolder } from './toy-folder'

const context = quietContext()
let root: string
let base: JobRequestOf<'maps'>

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-maps-'))
  await makeToyFolder(join(root, 'data'))
  const train = trainRequest('toy', 1)
  const training = { ...train.training, batchSize: 8, learningRate: 0.01 }
  const common = { ...train, data: join(root, 'data'), folder: root, training }
  await jobRunners.train({ ...common, architecture: 'vgg16-gap-w16', sizePx: 32 }, context)
  const model = join(root, 'toy.safetensors')
  await jobRunners.prune({ ...common, kind: 'prune', model, cpr: 4, name: 'pruned' }, context)
  const models = ['toy', 'pruned'].map((name) => join(root, `${name}.safetensors`))
  base = { ...common, kind: 'maps', models, count: 2, perClass: true, layer: 'features.15' }
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function make(name: string, options: Partial<JobRequestOf<'maps'>>) {
  const folder = join(root, name)
  await mkdir(folder)
  const result = mapsResultSchema.parse(await jobRunners.maps({ ...base, ...options, folder }, context))
  const index = JSON.parse(await readFile(join(folder, result.index), 'utf8')) as { maps: MapEntry[] }
  const maps = mapEntrySchema.array().parse(index.maps)
  const pixels = (file: string) => sharp(join(folder, file)).raw().toBuffer()
  return { folder, result, index, maps, pixels }
}

const drawing = (changes: Partial<MapDrawing>): MapDrawing => ({ ...publishedDrawing, ...changes })

describe('maps', () => {
  it('of the label, of a named class, or of the predicted one: each says which', async () => {
    const byLabel = await make('by-label', { explained: 'label' })
    expect(byLabel.maps.map(({ explained }) => explained)).toEqual(byLabel.maps.map(({ label }) => label))
    const named = await make('by-name', { explained: { className: 'red' } })
    expect(new Set(named.maps.map(({ explained }) => explained))).toEqual(new Set(['red']))
    const predicted = await make('predicted', {})
    expect(predicted.maps.map((entry) => entry.explained)).toEqual(
      predicted.maps.map((entry) => entry.predicted),
    )
    await expect(make('wrong', { explained: { className: 'green' } })).rejects.toThrow(
      'the network knows blue, red',
    )
  })

  it('by another method say so, and differ', async () => {
    const plus = await make('plus', { method: 'layer-cam' })
    expect(plus.result.method).toBe('layer-cam')
    expect(plus.index).toMatchObject({ method: 'layer-cam', reference: expect.stringContaining('Jiang') })
    const occlusion = await make('covered', { method: 'occlusion-sensitivity', count: 1 })
    const raw = await openSafetensors(join(occlusion.folder, 'maps.safetensors'))
    // features.15 has 8 x 8 positions at 32 px: after two of the five max-pools.
    expect(raw.entry(occlusion.maps[0]!.raw.tensor).shape).toEqual([8, 8])
    await raw.close()
  })

  it('scaled across models share one range for an image: from the lowest to the highest value of all', async () => {
    const { folder, maps, result } = await make('across', {
      drawing: drawing({ scaling: { kind: 'per-image-across-models' }, colourMap: 'viridis' }),
    })
    expect(maps.length).toBe(8)
    const raw = await openSafetensors(join(folder, 'maps.safetensors'))
    for (const [image, entries] of Map.groupBy(maps, (entry) => entry.image)) {
      const shown = entries.filter(({ noPositiveEvidence }) => !noPositiveEvidence)
      const values: number[] = []
      for (const { raw: at } of shown) {
        const map = { width: 8, height: 8, values: await raw.readFloat32(at.tensor) }
        values.push(...displayMap(map, 32, 32).values)
      }
      for (const { scaling } of shown) {
        expect([image, scaling]).toEqual([
          image,
          {
            kind: 'per-image-across-models',
            low: Math.min(...values),
            high: Math.max(...values),
          },
        ])
      }
    }
    await raw.close()
    expect(await sharp(join(folder, result.legend)).metadata()).toMatchObject({ width: 256, height: 16 })
  })

  it('in other colours, an absolute range and another share: heat-maps and occlusion-maps differ as they must', async () => {
    const published = await make('published', { count: 1 })
    const scaling = { kind: 'absolute', low: 0, high: 1 } as const
    const other = await make('other', {
      count: 1,
      drawing: drawing({ colourMap: 'inferno', visibleFraction: 0.5, scaling }),
    })
    expect(await other.pixels(other.result.legend)).not.toEqual(
      await published.pixels(published.result.legend),
    )
    expect(other.index).toMatchObject({ rendering: { colourMap: 'inferno', visibleFraction: 0.5, scaling } })
    for (const [position, entry] of other.maps.entries()) {
      expect(await other.pixels(entry.original)).toEqual(
        await published.pixels(published.maps[position]!.original),
      )
      if (entry.noPositiveEvidence) continue
      expect(entry.scaling).toEqual(scaling)
      const lit = async (file: Buffer) =>
        file.filter((_, i) => i % 3 === 0 && (file[i]! | file[i + 1]! | file[i + 2]!) > 0).length
      // The toy's images are plain colours, black nowhere: 512 of 1024 pixels, and the tenth, cut: 102.
      expect(await lit(await other.pixels(entry.occlusionMap))).toBe(512)
      expect(await lit(await published.pixels(published.maps[position]!.occlusionMap))).toBe(102)
    }
  })

  it('with the activations of the layer in every model, in the same bins', async () => {
    const { folder, result } = await make('activations', { activations: true })
    const file = activationsFileSchema.parse(
      JSON.parse(await readFile(join(folder, result.activations!), 'utf8')),
    )
    expect(file.models.map(({ name, layer, height }) => [name, layer, height])).toEqual([
      ['toy', 'features.15', 8],
      ['pruned', 'features.15', 8],
    ])
    const all = file.images * 8 * 8
    for (const { overall, channels } of file.models) {
      for (const { histogram } of [overall, ...channels])
        expect(histogram).toHaveLength(file.edges.length - 1)
      const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
      expect(channels.map(({ histogram }) => sum(histogram))).toEqual(channels.map(() => all))
      expect(sum(overall.histogram)).toBe(all * channels.length)
    }
    expect(result.models[0]!.activations).toMatchObject({
      images: file.images,
      channels: file.models[0]!.channels.length,
      mean: file.models[0]!.overall.mean,
      zeroShare: file.models[0]!.overall.zeroShare,
    })
  })
})
