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
  const isFile = await stat(data).then(
    (stats) => stats.isFile(),
    () => false,
  )
  return isFile ? unpackedArchive({ ...options, archive: data }) : { folder: data, skipped: [] }
}

/** The error with the path that the user gave, where it names the one that an archive was unpacked to. */
export function withGivenPath(thrown: unknown, folder: string, given: string): unknown {
  if (!(thrown instanceof StudioError) || folder === given) return thrown
  const message = thrown.message.replaceAll(folder, given)
  return new StudioError(thrown.code, message, { cause: thrown })
}
