import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Artifact } from '../../shared/records/study-records'
import { sha256OfFile } from '../dataset/content-hash'
import { forEachConcurrent } from '../dataset/for-each-concurrent'
import { artifactFolders } from '../store/study-paths'
import type { StudyStore } from '../store/study-store'

/** Something that is wrong with a study. */
export interface StudyProblem {
  readonly kind: 'database' | 'missing-file' | 'changed-file'
  /** Relative to `artifacts`; null for the database. */
  readonly path: string | null
  readonly message: string
}

export interface StudyCheck {
  readonly problems: readonly StudyProblem[]
  /** Registered files, and their size in all. */
  readonly fileCount: number
  readonly byteCount: number
  /** Files below `artifacts` that the study knows nothing of, as a killed job leaves them: they may be deleted. */
  readonly unknownFiles: readonly string[]
}

const concurrentFiles = 8

/** Folders whose files are no results: they are not registered. */
const unregistered: readonly string[] = [artifactFolders.logs, artifactFolders.jobs]

/**
 * Checks the database, and every registered file against its hash.
 * @param onProgress told after each file, in bytes
 */
export async function checkStudy(
  study: StudyStore,
  onProgress: (doneBytes: number, totalBytes: number) => void = () => undefined,
): Promise<StudyCheck> {
  const database = study
    .integrityProblems()
    .map((message) => ({ kind: 'database' as const, path: null, message }))
  const artifacts = study.artifacts.list()
  const totalBytes = artifacts.reduce((sum, { byteCount }) => sum + byteCount, 0)
  const found: StudyProblem[] = []
  let doneBytes = 0
  await forEachConcurrent(artifacts.length, concurrentFiles, async (index) => {
    const artifact = artifacts[index]!
    const problem = await checkFile(study.artifactPath(artifact.path), artifact)
    if (problem !== undefined) found.push(problem)
    onProgress((doneBytes += artifact.byteCount), totalBytes)
  })
  found.sort((left, right) => (left.path! < right.path! ? -1 : 1))
  return {
    problems: [...database, ...found],
    fileCount: artifacts.length,
    byteCount: totalBytes,
    unknownFiles: await unknownFiles(study, new Set(artifacts.map(({ path }) => path))),
  }
}

async function checkFile(
  file: string,
  { path, sha256, byteCount }: Artifact,
): Promise<StudyProblem | undefined> {
  if (!existsSync(file)) return { kind: 'missing-file', path, message: `${path} is missing.` }
  const { size } = await stat(file)
  if (size !== byteCount) {
    const message = `${path} has ${size} bytes and had ${byteCount} when it was made.`
    return { kind: 'changed-file', path, message }
  }
  if ((await sha256OfFile(file)) === sha256) return undefined
  return { kind: 'changed-file', path, message: `${path} is not what it was when it was made.` }
}

async function unknownFiles(study: StudyStore, known: ReadonlySet<string>): Promise<readonly string[]> {
  const { artifacts } = study.paths
  if (!existsSync(artifacts)) return []
  const entries = await readdir(artifacts, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(artifacts, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !known.has(path) && !unregistered.includes(path.split('/')[0]!))
    .sort()
}
