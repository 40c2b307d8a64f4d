import type { JobRunners } from '../job-runner'
import { devicesRunner } from './devices-runner'
import { downloadRunner } from './download-runner'
import { evaluateRunner } from './evaluate-runner'
import { exportRunner } from './export-runner'
import { importRunner } from './import-runner'
import { indexRunner } from './index-runner'
import { inspectRunner } from './inspect-runner'
import { mapsRunner } from './maps-runner'
import { pruneRunner } from './prune-runner'
import { trainRunner } from './train-runner'
import { unpackRunner } from './unpack-runner'

/** What does each kind of job. */
export const jobRunners = {
  devices: devicesRunner,
  import: importRunner,
  train: trainRunner,
  prune: pruneRunner,
  evaluate: evaluateRunner,
  maps: mapsRunner,
  export: exportRunner,
  index: indexRunner,
  unpack: unpackRunner,
  inspect: inspectRunner,
  download: downloadRunner,
} as const satisfies JobRunners
