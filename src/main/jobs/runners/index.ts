import type { JobRunners } from '../job-runner'
import { demoRunner } from './demo-runner'
import { devicesRunner } from './devices-runner'
import { indexRunner } from './index-runner'
import { mapsRunner } from './maps-runner'
import { pruneRunner } from './prune-runner'
import { trainRunner } from './train-runner'

/** What does each kind of job. */
export const jobRunners = {
  devices: devicesRunner,
  train: trainRunner,
  prune: pruneRunner,
  maps: mapsRunner,
  index: indexRunner,
  demo: demoRunner,
} as const satisfies JobRunners
