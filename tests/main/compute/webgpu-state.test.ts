import * as tf from '@tensorflow/tfjs-core'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { swiftshaderIcd } from '../../support/chromium'

const here = `${process.platform} ${process.arch}`
const hasSoftwareDriver = here === 'linux x64'
// Before ONNX Runtime is loaded: a software Vulkan driver, so that WebGPU runs without a graphics card.
if (hasSoftwareDriver) process.env['VK_ICD_FILENAMES'] ??= await swiftshaderIcd()
const { compile } = await import('../../../src/main/compute/compile')
const { listDevices, openDevice } = await import('../../../src/main/compute/devices')
const { studioBackend } = await import('../../../src/main/compute/studio-backend')

describe.skipIf(!hasSoftwareDriver)(`WebGPU (its software driver is for linux x64; this is ${here})`, () => {
  const add = (provider: 'cpu' | 'webgpu', total: tf.Variable) =>
    compile(
      provider,
      ({ x }) => {
        total.assign(tf.add(total, x!))
        return { twice: tf.mul(total, 2) }
      },
      { x: { shape: [2] } },
    )
  const one = { x: Float32Array.of(1, 10) }

  test('keeps assigned variables on the device, from run to run and from program to program', async () => {
    studioBackend()
    const total = tf.tidy(() => tf.variable(tf.tensor1d([0, 0])))
    const before = { tensors: tf.memory().numTensors, buffers: studioBackend().numDataIds() }
    const [first, second] = [await add('webgpu', total), await add('webgpu', total)]
    await first.run(one)
    await first.run(one)
    expect(studioBackend().record(total.dataId).storage.at).toBe('device')
    expect(Array.from((await second.run(one)).twice!.data)).toEqual([6, 60])
    expect(Array.from(await total.data())).toEqual([3, 30])
    await first.dispose()
    expect(Array.from(await total.data())).toEqual([3, 30])
    await second.dispose()
    expect({ tensors: tf.memory().numTensors, buffers: studioBackend().numDataIds() }).toEqual(before)
    total.dispose()
  })

  test('hands a variable over to a program on the CPU, and back', async () => {
    studioBackend()
    const total = tf.tidy(() => tf.variable(tf.tensor1d([0, 0])))
    const [gpu, cpu] = [await add('webgpu', total), await add('cpu', total)]
    await gpu.run(one)
    expect(Array.from((await cpu.run(one)).twice!.data)).toEqual([4, 40])
    expect(Array.from((await gpu.run(one)).twice!.data)).toEqual([6, 60])
    const frozen = await compile(
      'cpu',
      ({ x }) => ({ y: tf.mul(x!, total) }),
      { x: { shape: [2] } },
      { freezeVariables: true },
    )
    expect(Array.from((await frozen.run(one)).y!.data)).toEqual([3, 300])
    for (const program of [gpu, cpu, frozen]) await program.dispose()
    total.dispose()
  })

  test('passes the self-test of a training step and can be chosen', async () => {
    const cacheFolder = mkdtempSync(join(tmpdir(), 'sweetspot-webgpu-'))
    const webgpu = (await listDevices({ cacheFolder })).devices.find(({ id }) => id === 'webgpu')
    expect(webgpu).toMatchObject({ status: 'ready', reason: null })
    const warnings: string[] = []
    const device = await openDevice('webgpu', { cacheFolder, onWarning: (text) => warnings.push(text) })
    expect({ name: device.name, warnings }).toEqual({ name: 'webgpu', warnings: [] })
    rmSync(cacheFolder, { recursive: true })
    // A software driver takes seconds for a step.
  })
})
