import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { deviceListSchema, type DeviceList } from '../../../shared/device'

const cacheSchema = z.object({ fingerprint: z.string(), list: deviceListSchema })

/** The measurement of an earlier start; undefined where there is none for this hardware and these versions. */
export async function readDeviceCache(folder: string, fingerprint: string): Promise<DeviceList | undefined> {
  const text = await readFile(cacheFile(folder), 'utf8').catch(() => '')
  if (text === '') return undefined
  const parsed = cacheSchema.safeParse(parseJson(text))
  return parsed.success && parsed.data.fingerprint === fingerprint ? parsed.data.list : undefined
}

export async function writeDeviceCache(folder: string, fingerprint: string, list: DeviceList): Promise<void> {
  await mkdir(folder, { recursive: true })
  const draft = `${cacheFile(folder)}.${process.pid}`
  await writeFile(draft, JSON.stringify({ fingerprint, list }, null, 2))
  await rename(draft, cacheFile(folder))
}

/**
 * Marks a device as being tested while `test` runs, so that a driver that takes the process down with it is known
 * at the next start. Gives undefined where the mark of an earlier, fatal test is found.
 */
export async function guardAgainstCrash<T>(
  folder: string,
  device: string,
  test: () => Promise<T>,
): Promise<T | undefined> {
  const mark = join(folder, `testing-${device}`)
  await mkdir(dirname(mark), { recursive: true })
  try {
    await writeFile(mark, '', { flag: 'wx' })
  } catch {
    return undefined
  }
  try {
    return await test()
  } finally {
    await rm(mark, { force: true })
  }
}

/** Forgets fatal tests, so that devices are tried again. */
export async function forgetCrashes(folder: string, devices: readonly string[]): Promise<void> {
  await Promise.all(devices.map((device) => rm(join(folder, `testing-${device}`), { force: true })))
}

function cacheFile(folder: string): string {
  return join(folder, 'devices.json')
}

/** Undefined for a damaged cache file: the measurement is simply repeated. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
