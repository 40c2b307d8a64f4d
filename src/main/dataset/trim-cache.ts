import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

interface CacheFile {
  readonly path: string
  readonly sizeBytes: number
  readonly usedMs: number
}

/** What is left of the limit after trimming, so that not every job has to trim. */
const keptShare = 0.9

/** Drafts that a killed process left behind are removed when they are as old as this. */
const leftoverMs = 24 * 60 * 60 * 1000

/**
 * Removes files two folders deep below `root`, those first that were not used (by their date) for the longest time,
 * until 90 % of the limit are left; nothing where the limit is kept. What another process removes meanwhile does not
 * matter.
 */
export async function trimCache(root: string, limitBytes: number): Promise<void> {
  const files = await listFiles(root)
  let total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (total <= limitBytes) return
  files.sort((left, right) => left.usedMs - right.usedMs)
  for (const { path, sizeBytes } of files) {
    if (total <= limitBytes * keptShare) return
    await rm(path, { force: true })
    total -= sizeBytes
  }
}

/** Entries, with drafts that nobody is writing any more removed. */
async function listFiles(root: string): Promise<CacheFile[]> {
  const files: CacheFile[] = []
  for (const folder of await readdir(root).catch(() => [])) {
    const names = await readdir(join(root, folder)).catch(() => [])
    const found = await Promise.all(names.map((name) => fileAt(join(root, folder, name))))
    for (const [index, file] of found.entries()) {
      const isDraft = names[index]!.startsWith('.')
      if (isDraft && file && Date.now() - file.usedMs > leftoverMs) await rm(file.path, { force: true })
      else if (!isDraft && file) files.push(file)
    }
  }
  return files
}

async function fileAt(path: string): Promise<CacheFile | undefined> {
  const stats = await stat(path).catch(() => undefined)
  return stats && { path, sizeBytes: stats.size, usedMs: stats.mtimeMs }
}
