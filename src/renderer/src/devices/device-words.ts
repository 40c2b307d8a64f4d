import type { Device, Runtime } from '../../../shared/device'

/** What each way to reach a processor is called on screen, and the software that goes it. */
export const runtimeWords = {
  cpu: { name: 'CPU', engine: 'ONNX Runtime' },
  webgpu: { name: 'WebGPU', engine: 'ONNX Runtime' },
  cuda: { name: 'CUDA', engine: 'ONNX Runtime' },
  dml: { name: 'DirectML', engine: 'ONNX Runtime' },
  coreml: { name: 'Core ML', engine: 'ONNX Runtime' },
  tensorflow: { name: 'TensorFlow', engine: 'tfjs-node-gpu' },
} as const satisfies Record<Runtime, { name: string; engine: string }>

export const kindNames = { cpu: 'CPU', gpu: 'GPU' } as const satisfies Record<Device['kind'], string>

/** How each outcome of the self-test is shown: never by its colour alone. */
export const statusLooks = {
  ready: { icon: 'passed', word: 'Passed', tone: 'good' },
  failed: { icon: 'failed', word: 'Failed', tone: 'bad' },
  unavailable: { icon: 'unavailable', word: 'Unavailable', tone: 'muted' },
} as const satisfies Record<Device['status'], object>

const english = 'en-GB'
const whole = new Intl.NumberFormat(english)
const threeDigits = new Intl.NumberFormat(english, {
  maximumSignificantDigits: 3,
  minimumSignificantDigits: 3,
})
const oneDecimal = new Intl.NumberFormat(english, { maximumFractionDigits: 1, minimumFractionDigits: 1 })

/** MiB as text: whole MiB below 1 GiB, else GiB with one decimal; null where it is not known. */
export function memoryText(memoryMiB: number | null): string | null {
  if (memoryMiB === null) return null
  return memoryMiB < 1024 ? `${whole.format(memoryMiB)} MiB` : `${oneDecimal.format(memoryMiB / 1024)} GiB`
}

/** Images per second with three significant digits below 1,000, whole above; null where not measured. */
export function rateText(imagesPerSecond: number | null): string | null {
  if (imagesPerSecond === null) return null
  return imagesPerSecond < 999.5
    ? threeDigits.format(imagesPerSecond)
    : whole.format(Math.round(imagesPerSecond))
}

/** An ISO 8601 instant as local date and time, as '14 March 2025 at 09:30'. */
export function momentText(iso: string): string {
  return new Intl.DateTimeFormat(english, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso))
}
