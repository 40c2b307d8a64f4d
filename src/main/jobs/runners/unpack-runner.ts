import { importArchive } from '../../dataset/archive/import-archive'
import type { JobRunner } from '../job-runner'
import { reportBytes } from './report-bytes'

/** Unpacks an archive of class folders into the job's folder. */
export const unpackRunner: JobRunner<'unpack'> = ({ archive, folder }, { signal, report }) =>
  importArchive({ archive, folder, signal, onProgress: reportBytes(report, 'Unpacking the archive') })
