import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { UnpackReport } from '../../../shared/dataset-jobs'
import { withGivenPath } from '../data-folder'
import { contentFolder, readFolderLayout, scansOf } from '../folder-layout'
import { classFolders } from '../require-classes'
import { unpackArchive, type UnpackOptions, type UnpackResult } from './unpack-archive'

/**
 * Unpacks an archive so that its classes or its parts lie directly in a folder, which must be empty: a folder around
 * them in the archive, and what lies beside that, is left out. The folder is in an undefined state after an error.
 *
 * @throws StudioError as `unpackArchive`, and `dataset/bad-layout` for an archive that holds no data set
 */
export async function importArchive(options: UnpackOptions): Promise<UnpackReport> {
  const { archive, folder } = options
  // Entries of this name are never unpacked, so none can lie in its way.
  const unpacked = join(folder, '.unpacked')
  await mkdir(unpacked)
  const { files, skipped } = await unpackArchive({ ...options, folder: unpacked })
  try {
    const content = await contentFolder(unpacked)
    const layout = await readFolderLayout(content)
    const classes = classFolders(content, scansOf(layout))
    for (const name of await readdir(content)) await rename(join(content, name), join(folder, name))
    await rm(unpacked, { recursive: true })
    return { layout: layout.kind, classes, ...sizeOf(files), skipped: [...skipped] }
  } catch (thrown) {
    throw withGivenPath(thrown, unpacked, archive)
  }
}

function sizeOf(files: UnpackResult['files']): { files: number; bytes: number } {
  return { files: files.size, bytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0) }
}
