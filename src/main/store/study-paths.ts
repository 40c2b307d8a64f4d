import { join } from 'node:path'

/** Where things lie in a study's folder. */
export interface StudyPaths {
  readonly folder: string
  readonly database: string
  readonly lock: string
  /** Copies of the database from before a migration. */
  readonly backups: string
  readonly artifacts: string
}

/** @param folder absolute path of the study */
export function studyPaths(folder: string): StudyPaths {
  return {
    folder,
    database: join(folder, 'study.sqlite'),
    lock: join(folder, 'study.lock'),
    backups: join(folder, 'backups'),
    artifacts: join(folder, 'artifacts'),
  }
}

/** Folders below `artifacts`. */
export const artifactFolders = {
  models: 'models',
  maps: 'maps',
  datasets: 'datasets',
  logs: 'logs',
  /** What a running or interrupted job works with. */
  jobs: 'jobs',
} as const

/** Where a job works until its files are in their place, and keeps what it needs to go on after an interruption. */
export function jobFolder(paths: StudyPaths, jobId: string): string {
  return join(paths.artifacts, artifactFolders.jobs, jobId)
}
