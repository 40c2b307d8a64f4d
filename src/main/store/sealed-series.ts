import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { StudioError } from '../../shared/errors'
import { makeFolder } from './make-folder'

/** Told a file of a series and what is wrong with it, before the one before it is tried. */
export type OnDamaged = (path: string, reason: string) => void

/** Numbered files in a folder of their own, of which the newest whole one counts. */
export interface SealedSeries {
  path(number: number): string
  /** What `read` gives for the newest file that it accepts; null where it accepts none. */
  readNewest<T>(read: (path: string) => Promise<T>): Promise<T | null>
  /** Removes everything else from the folder, half-written files included. */
  keepOnly(numbers: readonly number[]): Promise<void>
}

/** The series `<folder>/<stem>-00001.safetensors` and so on; the folder is made when it is first read. */
export function sealedSeries(folder: string, stem: string, onDamaged: OnDamaged): SealedSeries {
  const path = (number: number): string =>
    join(folder, `${stem}-${String(number).padStart(5, '0')}.safetensors`)
  const pattern = new RegExp(`^${stem}-(\\d+)\\.safetensors$`)
  return {
    path,
    async readNewest(read) {
      makeFolder(folder)
      const numbers = (await readdir(folder)).flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number)
      for (const number of numbers.sort((a, b) => b - a)) {
        try {
          return await read(path(number))
        } catch (error) {
          if (!(error instanceof StudioError)) throw error
          onDamaged(path(number), error.message)
        }
      }
      return null
    },
    async keepOnly(numbers) {
      const wanted = new Set(numbers.map((number) => basename(path(number))))
      for (const name of await readdir(folder)) {
        if (!wanted.has(name)) await rm(join(folder, name), { force: true })
      }
    },
  }
}
