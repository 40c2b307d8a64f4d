import type { Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SkippedFile } from './image-set'

export interface FoundFile {
  /** Where to open it. */
  readonly path: string
  /** Its place in the data set with `/`, in Unicode's composed form, the same on every system. */
  readonly name: string
  readonly sizeBytes: number
  readonly modifiedMs: number
}

export interface ClassFolder {
  /** The folder's name in Unicode's composed form. */
  readonly name: string
  /** In the order of their names. */
  readonly files: readonly FoundFile[]
}

export interface FolderScan {
  /** The part's folder, as `train`; empty for a data set that is not divided. */
  readonly name: string
  /** In the order of their names by code unit, as torchvision orders its labels. */
  readonly classes: readonly ClassFolder[]
  /** Image files or others that lie beside the class folders. */
  readonly looseFileCount: number
  /** What cannot be used: images beside the class folders, and links that lead nowhere. */
  readonly skipped: readonly SkippedFile[]
}

/** Hidden files and what Windows, macOS and archives leave behind. */
export const ignoredNames = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i

interface Entry {
  readonly path: string
  readonly name: string
  readonly stats: Stats
}

/**
 * Finds the class folders in a folder and all files in them, subfolders included. Links are followed, each
 * folder once. Hidden entries do not count; a link that leads nowhere is listed as skipped, and so is an image beside the
 * class folders, which has no class.
 *
 * @param prefix What names in the data set begin with, as `train/`
 */
export async function scanClassFolders(folder: string, prefix: string): Promise<FolderScan> {
  const skipped: SkippedFile[] = []
  const top = await entriesOf(folder, prefix, skipped)
  const classes: ClassFolder[] = []
  for (const entry of top.filter(({ stats }) => stats.isDirectory())) {
    const files: FoundFile[] = []
    await collect(entry, { files, skipped, visited: new Set([await realpath(folder)]) })
    classes.push({ name: entry.name.slice(prefix.length), files: files.sort(byName) })
  }
  const loose = top.filter(({ stats }) => stats.isFile())
  skipped.push(...looseImages(loose))
  const looseFileCount = loose.length
  return { name: prefix.replace(/\/$/, ''), classes: classes.sort(byName), looseFileCount, skipped }
}

/** The images that lie directly in a folder which should hold folders only. */
export async function findLooseImages(folder: string): Promise<readonly SkippedFile[]> {
  const entries = await entriesOf(folder, '', [])
  return looseImages(entries.filter(({ stats }) => stats.isFile()))
}

const imageEnding = /\.(jpe?g|png|webp|gif|tiff?|avif|bmp|heic)$/i
const noClass = 'It lies in no class folder, so it has no class. Move it into the folder of its class.'

function looseImages(files: readonly Entry[]): SkippedFile[] {
  return files
    .filter(({ name }) => imageEnding.test(name))
    .map(({ name }) => ({ path: name, reason: noClass }))
}

interface Collection {
  readonly files: FoundFile[]
  readonly skipped: SkippedFile[]
  /** Real paths of the folders above and those already read, so that a link to one of them ends there. */
  readonly visited: Set<string>
}

async function collect(folder: Entry, into: Collection): Promise<void> {
  const real = await realpath(folder.path)
  if (into.visited.has(real)) return
  into.visited.add(real)
  for (const entry of await entriesOf(folder.path, `${folder.name}/`, into.skipped)) {
    const { path, name, stats } = entry
    if (stats.isDirectory()) await collect(entry, into)
    else if (stats.isFile()) into.files.push({ path, name, sizeBytes: stats.size, modifiedMs: stats.mtimeMs })
  }
}

async function entriesOf(folder: string, prefix: string, skipped: SkippedFile[]): Promise<Entry[]> {
  const names = (await readdir(folder)).filter((name) => !ignoredNames.test(name))
  const entries = await Promise.all(
    names.map(async (fileName): Promise<Entry | undefined> => {
      const path = join(folder, fileName)
      const name = prefix + fileName.normalize('NFC')
      try {
        return { path, name, stats: await stat(path) }
      } catch (thrown) {
        skipped.push({ path: name, reason: whyNotFound(fileName, thrown) })
        return undefined
      }
    }),
  )
  return entries.filter((entry) => entry !== undefined)
}

function whyNotFound(fileName: string, thrown: unknown): string {
  // What is no UTF-8 in a name arrives as this character, and no file has the name that it then makes.
  if (fileName.includes('\ufffd')) return 'Its name is not in UTF-8. Give it another one.'
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
  return `The file or the link's target cannot be found (${code}).`
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}
