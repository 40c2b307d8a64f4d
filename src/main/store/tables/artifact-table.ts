import { artifactSchema, type Artifact } from '../../../shared/records/study-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** The files below `artifacts`, with their hashes. */
export interface ArtifactTable {
  list(): readonly Artifact[]
  get(id: string): Artifact
  ofJob(jobId: string): readonly Artifact[]
  findByPath(path: string): Artifact | undefined
  /** @throws StudioError `store/conflict` for a path that is registered already */
  add(artifact: Fresh<Artifact, 'jobId'>): Artifact
}

export function createArtifactTable({ database, environment }: TableContext): ArtifactTable {
  const artifacts = createRecordTable(database, { table: 'artifact', schema: artifactSchema })
  return {
    list: () => artifacts.where('1 ORDER BY path'),
    get: artifacts.require,
    ofJob: (jobId) => artifacts.where('job_id = ? ORDER BY path', [jobId]),
    findByPath: (path) => artifacts.firstWhere('path = ?', [path]),
    add: ({ id = environment.newId(), jobId = null, ...artifact }) =>
      artifacts.insert({ id, jobId, ...artifact, createdAt: timestampOf(environment) }),
  }
}
