import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { makeFolder } from '../store/make-folder'
import { notWritable } from '../store/write-failure'

/** Lists the files of a folder that Sweetspot wrote as a whole, so that it may replace them, and only them. */
export const manifestName = '.sweetspot-output.json'
const manifestSchema = z.object({ files: z.array(z.string()) })

/**
 * Lets `work` write into a new hidden folder inside `folder`, then moves its files into `folder`. Other files there
 * stay. When `work` fails nothing stays behind.
 *
 * @param names the files that work will write; without `overwrite` none of them may exist
 * @throws StudioError `file/exists`, `file/not-writable`, or what `work` threw
 */
export async function addToFolder<T>(
  output: { readonly folder: string; readonly names: readonly string[]; readonly overwrite: boolean },
  work: (workFolder: string) => Promise<T>,
): Promise<T> {
  const created = makeFolder(output.folder)
  try {
    if (!output.overwrite) await refuseExisting(output.folder, output.names)
    const workFolder = join(output.folder, temporaryName('sweetspot'))
    return await inWorkFolder(workFolder, async () => {
      const value = await work(workFolder)
      for (const entry of await readdir(workFolder)) {
        await rename(join(workFolder, entry), join(output.folder, entry))
      }
      return value
    })
  } catch (error) {
    await removeEmpty(output.folder, created)
    throw error
  }
}

/**
 * Lets `work` write into a new folder beside `folder` which takes the place of `folder` when all is done. An
 * earlier output is replaced; a folder with anything else in it is refused before work starts.
 *
 * @throws StudioError `file/exists`, `file/not-writable`, or what `work` threw
 */
export async function replaceFolder<T>(folder: string, work: (workFolder: string) => Promise<T>): Promise<T> {
  const parent = dirname(folder)
  const created = makeFolder(parent)
  try {
    await refuseForeign(folder)
    const workFolder = join(parent, temporaryName(basename(folder)))
    return await inWorkFolder(workFolder, async () => {
      const value = await work(workFolder)
      const files = await listFiles(workFolder)
      await writeFile(join(workFolder, manifestName), `${JSON.stringify({ files }, null, 2)}\n`)
      await refuseForeign(folder)
      await rm(folder, { recursive: true, force: true })
      await rename(workFolder, folder)
      return value
    })
  } catch (error) {
    await removeEmpty(parent, created)
    throw error
  }
}

/** A hidden name that no other run takes. */
function temporaryName(base: string): string {
  return `.${base}.partial-${randomBytes(4).toString('hex')}`
}

async function inWorkFolder<T>(workFolder: string, work: () => Promise<T>): Promise<T> {
  try {
    await mkdir(workFolder)
  } catch (error) {
    throw notWritable(dirname(workFolder), error)
  }
  try {
    return await work()
  } finally {
    await rm(workFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Takes back what `makeFolder` made, as far as it is empty. */
export async function removeEmpty(folder: string, created: string | undefined): Promise<void> {
  if (created === undefined) return
  for (let path = folder; path.length >= created.length; path = dirname(path)) {
    const isRemoved = await rmdir(path).then(
      () => true,
      () => false,
    )
    if (!isRemoved) return
  }
}

export async function refuseExisting(folder: string, names: readonly string[]): Promise<void> {
  const present = new Set(await readdir(folder))
  const taken = names.find((name) => present.has(name))
  if (taken === undefined) return
  throw new StudioError(
    'file/exists',
    `${join(folder, taken)} exists already. Give another name or folder; on the command line, --force replaces it.`,
  )
}

async function refuseForeign(folder: string): Promise<void> {
  const files = await listFiles(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    if (errorCode(error) === 'ENOTDIR') {
      throw new StudioError('file/exists', `${folder} is a file, not a folder. Give another output folder.`)
    }
    throw notWritable(folder, error)
  })
  const own = new Set([manifestName, ...(await readManifest(folder))])
  const foreign = files.filter((file) => !own.has(file))
  if (foreign.length === 0) return
  const others = foreign.length > 1 ? ` and ${foreign.length - 1} more` : ''
  throw new StudioError(
    'file/exists',
    `${folder} holds files that this command did not write (${foreign[0]}${others}), and they would be lost. ` +
      'Give another output folder, or move them away.',
  )
}

async function readManifest(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => undefined)
  if (text === undefined) return []
  try {
    return manifestSchema.parse(JSON.parse(text)).files
  } catch {
    return [] // a damaged list names no file as ours, so nothing is deleted on its word
  }
}

/** All files below a folder, relative to it, with `/`. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
