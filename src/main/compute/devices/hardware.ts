import { cpus, totalmem } from 'node:os'
import { graphics } from 'systeminformation'

export interface Processor {
  readonly name: string
  /** null where the system does not tell. */
  readonly memoryMiB: number | null
}

const bytesPerMiB = 1024 * 1024

export function processor(): Processor {
  return { name: cpus()[0]?.model.trim() ?? 'Processor', memoryMiB: Math.round(totalmem() / bytesPerMiB) }
}

/** The graphics processors that the system reports; empty where it reports none. */
export async function graphicsProcessors(): Promise<Processor[]> {
  const { controllers } = await graphics()
  return controllers.map(({ vendor, model, vram }) => ({
    name: [vendor, model].filter(Boolean).join(' ') || 'Graphics processor',
    memoryMiB: vram || null,
  }))
}
