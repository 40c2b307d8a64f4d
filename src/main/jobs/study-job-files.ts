import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { StudioError } from '../../shared/errors'
import type { Artifact } from '../../shared/records/study-records'
import { sha256OfFile } from '../dataset/content-hash'
import { forEachConcurrent } from '../dataset/for-each-concurrent'
import type { StudyStore } from '../store/study-store'
import { putFile } from './resumable-output'

/** A job's file in its place. */
export interface PlacedFile extends Pick<Artifact, 'sha256' | 'byteCount'> {
  /** Relative to the job's folder, and to `artifacts`. */
  readonly file: string
  readonly path: string
}

const concurrentFiles = 8

/**
 * Puts all files of a job's work folder into a folder below `artifacts`, flushed to the disk and hashed. A file that is
 * in the way and that the study does not know is left from a job that died, and is replaced.
 * @param destination relative to `artifacts`
 * @throws StudioError `file/exists` naming a registered file that is in the way, before anything is moved
 */
export async function placeFiles(
  study: StudyStore,
  work: string,
  destination: string,
): Promise<readonly PlacedFile[]> {
  const files = await listFiles(work)
  const placed: PlacedFile[] = new Array(files.length)
  for (const file of files) refuseRegistered(study, `${destination}/${file}`)
  await forEachConcurrent(files.length, concurrentFiles, async (index) => {
    const file = files[index]!
    const byteCount = await flush(join(work, file))
    const sha256 = await sha256OfFile(join(work, file))
    placed[index] = { file, path: `${destination}/${file}`, sha256, byteCount }
  })
  for (const { file, path } of placed) {
    const target = study.artifactPath(path)
    await mkdir(dirname(target), { recursive: true })
    await putFile(join(work, file), target)
  }
  return placed
}

/** Takes back what `placeFiles` did, when it could not be registered. */
export async function removePlaced(study: StudyStore, placed: readonly PlacedFile[]): Promise<void> {
  for (const { path } of placed) await rm(study.artifactPath(path), { force: true })
}

function refuseRegistered(study: StudyStore, path: string): void {
  if (study.artifacts.findByPath(path) === undefined) return
  throw new StudioError('file/exists', `The study has a file ${path} already. Give another name.`)
}

/** Waits until a file is on the disk: a row must not outlive what it describes. @returns its size in bytes */
async function flush(path: string): Promise<number> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

/** All files below a folder, relative to it, with `/`. */
async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}
