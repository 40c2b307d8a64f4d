import { stat } from 'node:fs/promises'
import { StudioError } from '../../shared/errors'
import {
  unpackedArchive,
  type UnpackedArchive,
  type UnpackedArchiveOptions,
} from './archive/unpacked-archive'

/**
 * The folder of a data set that is given as a folder or as an archive of one; an archive is unpacked in the cache.
 * A path that leads nowhere is taken for a folder, whose reader says what is wrong.
 *
 * @throws StudioError as `unpackedArchive`
 */
export async function dataFolder(
  data: string,
  options: Omit<UnpackedArchiveOptions, 'archive'>,
): Promise<UnpackedArchive> {
  if (!(await isArchive(data))) return { folder: data, skipped: [] }
  return unpackedArchive({ ...options, archive: data })
}

/** Whether a data set is given as a file and not as a folder. */
export async function isArchive(data: string): Promise<boolean> {
  return stat(data).then(
    (stats) => stats.isFile(),
    () => false,
  )
}

/** The error with the path that the user gave, where it names the one that an archive was unpacked to. */
export function withGivenPath(thrown: unknown, folder: string, given: string): unknown {
  if (!(thrown instanceof StudioError) || folder === given) return thrown
  const message = thrown.message.replaceAll(folder, given)
  return new StudioError(thrown.code, message, { cause: thrown })
}
