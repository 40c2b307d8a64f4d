import { z } from 'zod'

/** The ways to reach a processor: ONNX Runtime's providers, and TensorFlow through tfjs-node-gpu. */
export const runtimes = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml', 'tensorflow'] as const
export const runtimeSchema = z.enum(runtimes)
export type Runtime = z.infer<typeof runtimeSchema>

/** One way to run compute programs on this machine, and whether it may be trusted. */
export const deviceSchema = z.object({
  /** What `--device` takes: the runtime's name, as `cpu` or `webgpu`. */
  id: runtimeSchema,
  /** The processor, in its maker's words. */
  name: z.string(),
  kind: z.enum(['cpu', 'gpu']),
  /** Threads a CPU runs on; null for a GPU. */
  threads: z.number().int().positive().nullable(),
  /** Memory in MiB; null where the system does not tell. */
  memoryMiB: z.number().nonnegative().nullable(),
  /** `ready` passed the self-test; `failed` computed wrong results; `unavailable` could not start. */
  status: z.enum(['ready', 'failed', 'unavailable']),
  /** Why it is not ready, in a sentence; null when it is. */
  reason: z.string().nullable(),
  /** Images per second in the reference training step; null where it was not measured. */
  imagesPerSecond: z.number().positive().nullable(),
})
export type Device = z.infer<typeof deviceSchema>

/** All devices of a machine, and the one that `auto` takes. */
export const deviceListSchema = z.object({
  devices: z.array(deviceSchema),
  automatic: runtimeSchema,
  /** When the measurement was made (ISO 8601); it is repeated when hardware or versions change. */
  measuredAt: z.iso.datetime(),
})
export type DeviceList = z.infer<typeof deviceListSchema>

/** What a user may ask for: `auto` is the fastest device that passed its self-test. */
export const deviceChoiceSchema = z.enum(['auto', ...runtimes])
export type DeviceChoice = z.infer<typeof deviceChoiceSchema>
