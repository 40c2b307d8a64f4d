import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  const draft = `${cacheFile(folder)}.${process.pid}`
  await writable(folder, async () => {
    await writeFile(draft, JSON.stringify({ fingerprint, list }, null, 2))
    await rename(draft, cacheFile(folder))
  })
}

/**
 * Marks a device as being tested while `test` runs, so that a driver that takes the process down with it is known
 * at the next start. Gives undefined where the mark of an earlier, fatal test is found. Where marks cannot be
 * written the test runs unmarked.
 */
export async function guardAgainstCrash<T>(
  folder: string,
  device: string,
  test: () => Promise<T>,
): Promise<T | undefined> {
  if ((await fatalMarks(folder, device)).length > 0) return undefined
  const mark = join(folder, `${markPrefix(device)}${process.pid}`)
  const marked = await writable(folder, () => writeFile(mark, ''))
  try {
    return await test()
  } finally {
    if (marked) await rm(mark, { force: true })
  }
}

/** Forgets fatal tests, so that devices are tried again. */
export async function forgetCrashes(folder: string, devices: readonly string[]): Promise<void> {
  const marks = await Promise.all(devices.map((device) => fatalMarks(folder, device)))
  await Promise.all(marks.flat().map((mark) => rm(mark, { force: true })))
}

const markPrefix = (device: string): string => `testing-${device}-`

/** Marks of processes that are gone: one that still runs is only testing at the same time. */
async function fatalMarks(folder: string, device: string): Promise<string[]> {
  const prefix = markPrefix(device)
  const names = await readdir(folder).catch(() => [])
  const marks = names.filter((name) => name.startsWith(prefix))
  return marks
    .filter((name) => !isRunning(Number(name.slice(prefix.length))))
    .map((name) => join(folder, name))
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (thrown) {
    // A process of another user exists, though it may not be signalled.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether `write` went through: a cache that cannot be written only costs the next start its time. */
async function writable(folder: string, write: () => Promise<void>): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true })
    await write()
    return true
  } catch {
    return false
  }
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
