import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageSet } from '../src/main/dataset/image-set'
import { explainImageSet } from '../src/main/explain/explain-image-set'
import { gradCamMethod } from '../src/main/explain/grad-cam-method'
import type { JobContext } from '../src/main/jobs/job-runner'
import { drawMaps } from '../src/main/jobs/runners/draw-maps'
import type { KeptMap } from '../src/main/jobs/runners/explain-model'
import type { Network } from '../src/main/network/network'
import { publishedDrawing } from '../src/shared/maps'
import type { BenchCase } from './cases'
import { device, noise, type RunOnce } from './bench-device'

const ignore = () => undefined
const context: JobContext = {
  signal: new AbortController().signal,
  plan: ignore,
  report: ignore,
  record: ignore,
  note: ignore,
  warn: ignore,
}

/** What a maps job does with a batch: Grad-CAM, original, heat-map and occlusion-map as PNG files. */
export async function prepareMaps(network: Network, { batchSize, sizePx }: BenchCase): Promise<RunOnce> {
  const runner = await gradCamMethod.prepare({ network, device, batchSize })
  const images = noisyImages(network.classes, batchSize, sizePx)
  const indices = Array.from(images.labels.keys())
  const model = { name: 'model', file: 'model', shownFile: 'model' }
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sweetspot-bench-'))
    try {
      const maps = new Map<number, KeptMap>()
      for await (const batch of explainImageSet(runner, images, indices)) {
        for (const { index, map } of batch) maps.set(index, { ...map, energyInside: null })
      }
      const explained = { model, layer: runner.targetLayer, images, maps, score: null, activations: null }
      await drawMaps(folder, { indices, models: [explained], drawing: publishedDrawing }, context)
    } finally {
      await rm(folder, { recursive: true })
    }
  }
}

function noisyImages(classes: readonly string[], count: number, sizePx: number): ImageSet {
  const imageLength = sizePx * sizePx * 3
  const bytes = Uint8Array.from(noise(count * imageLength), (value) => value * 256)
  const rows = Array.from({ length: count }, (_, row) =>
    bytes.subarray(row * imageLength, (row + 1) * imageLength),
  )
  return {
    classes,
    sizePx,
    labels: Int32Array.from({ length: count }, (_, row) => row % classes.length),
    names: rows.map((_, row) => `${row}.png`),
    fingerprint: 'noise',
    load: (indices) => {
      const batch = new Uint8Array(indices.length * imageLength)
      indices.forEach((index, row) => {
        batch.set(rows[index]!, row * imageLength)
      })
      return Promise.resolve(batch)
    },
  }
}
