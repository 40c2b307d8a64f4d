import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listDevices, openDevice } from '../../../../src/main/compute/devices'
import { eagerDevice } from '../../../../src/main/compute/devices/eager-device'
import { openRuntime } from '../../../../src/main/compute/devices/list-devices'
import type { ComputeDevice } from '../../../../src/main/compute/program'
import { deviceListSchema } from '../../../../src/shared/device'

let cacheFolder: string
beforeEach(() => {
  cacheFolder = mkdtempSync(join(tmpdir(), 'sweetspot-devices-'))
})
afterEach(() => {
  rmSync(cacheFolder, { recursive: true })
})

describe('devices', () => {
  test('the CPU is always there, tested and measured; what is not there says why', async () => {
    const list = deviceListSchema.parse(await listDevices({ cacheFolder }))
    const cpu = list.devices.find(({ id }) => id === 'cpu')!
    expect(cpu).toMatchObject({ kind: 'cpu', status: 'ready', reason: null })
    expect(cpu.imagesPerSecond).toBeGreaterThan(0)
    for (const device of list.devices) expect(device.status === 'ready').toBe(device.reason === null)
    expect(list.devices.find(({ id }) => id === list.automatic)!.status).toBe('ready')
  })

  test('a measurement is remembered until it is asked for again', async () => {
    const first = await listDevices({ cacheFolder })
    expect(await listDevices({ cacheFolder })).toEqual(first)
    expect((await listDevices({ cacheFolder, refresh: true })).measuredAt).not.toBe(first.measuredAt)
  })

  test('a damaged memory is measured anew', async () => {
    writeFileSync(join(cacheFolder, 'devices.json'), '{"fingerprint": 3')
    expect((await listDevices({ cacheFolder })).devices.length).toBeGreaterThan(0)
  })

  test('a device whose test once ended the program is not tried again by itself', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    writeFileSync(join(cacheFolder, `testing-webgpu-${gone}`), '')
    const webgpu = (await listDevices({ cacheFolder })).devices.find(({ id }) => id === 'webgpu')
    expect(webgpu?.status).toBe('failed')
    expect(webgpu?.reason).toMatch(/ended the program/)
    await listDevices({ cacheFolder, refresh: true })
    expect(readdirSync(cacheFolder)).toEqual(['devices.json'])
  })

  test('another process that is testing at the same time is not taken for a crash', async () => {
    writeFileSync(join(cacheFolder, `testing-webgpu-${process.ppid}`), '')
    const webgpu = (await listDevices({ cacheFolder })).devices.find(({ id }) => id === 'webgpu')
    expect(webgpu?.reason ?? '').not.toMatch(/ended the program/)
  })

  test('measures all the same where nothing can be remembered', async () => {
    const file = join(cacheFolder, 'a-file')
    writeFileSync(file, '')
    const list = await listDevices({ cacheFolder: join(file, 'cache') })
    expect(list.devices[0]).toMatchObject({ id: 'cpu', status: 'ready' })
    for (const { reason } of list.devices) expect(reason ?? '').not.toMatch(/ended the program/)
  })

  test('falls back to the CPU with a message', async () => {
    const warnings: string[] = []
    const list = await listDevices({ cacheFolder })
    const missing = list.devices.find(({ status }) => status !== 'ready')?.id ?? 'dml'
    const device = await openDevice(missing, { cacheFolder, onWarning: (message) => warnings.push(message) })
    expect(device.name).toBe('cpu')
    expect(warnings[0]).toMatch(/cannot be used: .*[.!?] The CPU is used instead\.$/)
  })
})

describe('the eager device, which TensorFlow uses', () => {
  /** One gradient step of a linear fit; here on tfjs' own cpu backend. */
  async function fit(device: ComputeDevice): Promise<{ losses: number[]; slope: number }> {
    const slope = tf.tidy(() => tf.variable(tf.scalar(0)))
    const step = await device.compile(
      ({ x, y }) => {
        const { value, grads } = tf.variableGrads(
          () => tf.mean(tf.squaredDifference(tf.mul(x!, slope), y!)),
          [slope],
        )
        slope.assign(tf.sub(slope, tf.mul(grads[slope.name]!, 0.1)))
        return { loss: value }
      },
      { x: { shape: [2] }, y: { shape: [2] } },
    )
    const losses: number[] = []
    for (let index = 0; index < 3; index++) {
      losses.push((await step.run({ x: Float32Array.of(1, 2), y: Float32Array.of(3, 6) })).loss!.data[0]!)
    }
    await step.dispose()
    const result = { losses, slope: (await slope.data())[0]! }
    slope.dispose()
    return result
  }

  test('computes what the compiled program computes', async () => {
    // Loss (1·(s−3))²/2 + (2(s−3))²/2 = 2.5 (s−3)²: 22.5 at s = 0; its slope there is −15, so s becomes 1.5.
    const compiled = await fit(openRuntime('cpu'))
    expect(compiled.losses).toEqual([22.5, 5.625, 1.40625])
    expect(await fit(eagerDevice('tfjs cpu', 'cpu'))).toEqual(compiled)
  })

  test('leaves no tensor behind', async () => {
    tf.setBackend('cpu')
    const before = tf.memory().numTensors
    await fit(eagerDevice('tfjs cpu', 'cpu'))
    expect(tf.memory().numTensors).toBe(before)
  })
})
