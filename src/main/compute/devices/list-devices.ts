import envPaths from 'env-paths'
import { version } from '../../../../package.json'
import type { Device, DeviceList, Runtime } from '../../../shared/device'
import { toErrorPayload } from '../../../shared/errors'
import { compile } from '../compile'
import { bundledProviders, cpuThreads, runtimeVersion, type Provider } from '../ort'
import type { ComputeDevice } from '../program'
import { forgetCrashes, guardAgainstCrash, readDeviceCache, writeDeviceCache } from './device-cache'
import { graphicsProcessors, processor, type Processor } from './hardware'
import { runReference } from './reference-step'
import { openTensorflow } from './tensorflow-device'

export interface DeviceListOptions {
  /** Measure again, even if this machine was measured before. */
  readonly refresh?: boolean
  /** Where measurements are remembered. Default: `SWEETSPOT_CACHE`, else the user's cache folder. */
  readonly cacheFolder?: string
}

const steps = 6
/** How far the loss of a device may be from the CPU's, relative, after a few steps in float32. */
const lossTolerance = 1e-3

/** Where measurements are remembered unless told otherwise. */
export function defaultCacheFolder(): string {
  return process.env['SWEETSPOT_CACHE'] ?? envPaths('sweetspot', { suffix: '' }).cache
}

/**
 * Every way to run programs on this machine, each tested against the CPU provider and measured with a small training
 * step. The result is remembered for this hardware and these versions, where the cache folder can be written.
 */
export async function listDevices({
  refresh = false,
  cacheFolder = defaultCacheFolder(),
}: DeviceListOptions = {}): Promise<DeviceList> {
  const graphicsCards = await graphicsProcessors()
  const cpu = processor()
  const fingerprint = JSON.stringify([
    version,
    cpu,
    graphicsCards,
    cpuThreads,
    runtimeVersion,
    process.versions.node,
    process.env['VK_ICD_FILENAMES'] ?? '',
  ])
  if (refresh) await forgetCrashes(cacheFolder, runtimesHere())
  const known = refresh ? undefined : await readDeviceCache(cacheFolder, fingerprint)
  if (known) return known

  const reference = await runReference(openProvider('cpu'), steps)
  const base = { kind: 'cpu', threads: cpuThreads, reason: null } as const
  const devices: Device[] = [
    { ...base, ...cpu, id: 'cpu', status: 'ready', imagesPerSecond: reference.imagesPerSecond },
  ]
  for (const runtime of runtimesHere()) {
    devices.push(await testDevice(runtime, graphicsCards[0], { cacheFolder, losses: reference.losses }))
  }
  const list = { devices, automatic: fastest(devices), measuredAt: new Date().toISOString() }
  await writeDeviceCache(cacheFolder, fingerprint, list)
  return list
}

/** An opened device, untested. @throws StudioError `compute/device-unavailable` with the reason */
export function openRuntime(runtime: Runtime): ComputeDevice {
  return runtime === 'tensorflow' ? openTensorflow() : openProvider(runtime)
}

function openProvider(provider: Provider): ComputeDevice {
  return {
    name: provider,
    compile: (program, inputs, options) => compile(provider, program, inputs, options),
  }
}

/** What may exist here besides the CPU: the providers of this build of ONNX Runtime, and TensorFlow. */
function runtimesHere(): Runtime[] {
  const gpuProviders = ['webgpu', 'cuda', 'dml', 'coreml'] as const
  const bundled = new Set(bundledProviders().map(({ name }) => name))
  return [...gpuProviders.filter((name) => bundled.has(name)), 'tensorflow']
}

interface Reference {
  readonly cacheFolder: string
  readonly losses: readonly number[]
}

async function testDevice(
  runtime: Runtime,
  card: Processor | undefined,
  { cacheFolder, losses }: Reference,
): Promise<Device> {
  const name =
    card?.name ??
    (process.env['VK_ICD_FILENAMES'] && runtime === 'webgpu'
      ? 'Software Vulkan driver'
      : 'No graphics processor reported')
  const base = { id: runtime, name, kind: 'gpu', threads: null, memoryMiB: card?.memoryMiB ?? null } as const
  try {
    const result = await guardAgainstCrash(cacheFolder, runtime, () =>
      runReference(openRuntime(runtime), steps),
    )
    if (!result)
      return {
        ...base,
        status: 'failed',
        imagesPerSecond: null,
        reason:
          'An earlier test of this device ended the program. Measure again (on the command line: sweetspot devices --refresh) to try it once more.',
      }
    const worst = Math.max(...result.losses.map((loss, index) => Math.abs(loss / losses[index]! - 1)))
    if (worst <= lossTolerance)
      return { ...base, status: 'ready', reason: null, imagesPerSecond: result.imagesPerSecond }
    return {
      ...base,
      status: 'failed',
      imagesPerSecond: null,
      reason: `It computes other results than the CPU (up to ${(worst * 100).toPrecision(2)} % off), so it is not used.`,
    }
  } catch (thrown) {
    return {
      ...base,
      status: 'unavailable',
      imagesPerSecond: null,
      reason: toErrorPayload(thrown).message.split('\n')[0]!,
    }
  }
}

function fastest(devices: readonly Device[]): Runtime {
  const ready = devices.filter(({ status }) => status === 'ready')
  return ready.reduce((best, device) =>
    (device.imagesPerSecond ?? 0) > (best.imagesPerSecond ?? 0) ? device : best,
  ).id
}
