import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jobRunners } from '../../../../src/main/jobs/runners'
import { heInitialiser } from '../../../../src/main/network/initialise'
import { buildLayersNetwork } from '../../../../src/main/network/layers-network'
import { saveModel } from '../../../../src/main/network/model-file'
import { normalisedSpec } from '../../../support/normalised-network'
import { quietContext } from '../sample-jobs'

let root: string
const classes = ['a', 'b', 'c']
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-export-'))
  const architecture = normalisedSpec()
  const network = await buildLayersNetwork(architecture, classes, heInitialiser(1))
  const metadata = {
    formatVersion: 1 as const,
    architecture,
    classes,
    compressionRate: 1,
    seed: 1,
    lineage: [],
    dataFingerprint: null,
    metrics: {},
    versions: {},
  }
  await saveModel(join(root, 'model.safetensors'), { network, metadata, masks: new Map() })
  network.dispose()
})
afterAll(() => rm(root, { recursive: true, force: true }))

const request = (to: 'onnx' | 'torchvision' | 'layers', name: string) =>
  ({ kind: 'export', model: join(root, 'model.safetensors'), to, folder: root, name }) as const

describe('an export', () => {
  it('tells the file that it wrote, and what that takes', async () => {
    const result = await jobRunners.export(request('onnx', 'model.onnx'), quietContext())
    expect(result).toMatchObject({ model: 'model.safetensors', to: 'onnx', files: ['model.onnx'] })
    expect(result.bytes).toBe((await stat(join(root, 'model.onnx'))).size)
    expect(result.description).toContain('Input "images"')
  })

  it('tells the files of a folder', async () => {
    const result = await jobRunners.export(request('layers', 'layers'), quietContext())
    expect(result.files).toEqual(['layers/group1-shard1of1.bin', 'layers/metadata.json', 'layers/model.json'])
    expect(result.description).toContain('scale it as "unit" (from 0 to 1)')
  })

  it('that cannot be made writes nothing', async () => {
    const before = await readdir(root)
    await expect(
      jobRunners.export(request('torchvision', 'w.safetensors'), quietContext()),
    ).rejects.toMatchObject({
      code: 'export/unsupported',
    })
    expect(await readdir(root)).toEqual(before)
  })
})
