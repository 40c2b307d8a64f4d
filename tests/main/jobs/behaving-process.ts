import { setTimeout } from 'node:timers/promises'
import { StudioError } from '../../../src/shared/errors'
import type { JobContext, JobRunners } from '../../../src/main/jobs/job-runner'
import { openProcessPort } from '../../../src/main/jobs/process-port'
import { serveJobs } from '../../../src/main/jobs/serve-jobs'
import { trainResult } from './sample-jobs'

// A compute process whose training job behaves as its request's name says.
process.on('SIGINT', () => undefined)

const refuse = () => Promise.reject(new StudioError('internal', 'not part of this test'))

const behaviours: Readonly<Record<string, (context: JobContext) => Promise<void>>> = {
  succeed: ({ report }) => {
    for (let done = 0; done <= 1000; done++) report({ stage: 'Counting', done, total: 1000, unit: 'numbers' })
    return Promise.resolve()
  },
  warn: ({ warn }) => {
    warn('The device webgpu cannot be used.')
    return Promise.resolve()
  },
  fail: () => Promise.reject(new StudioError('dataset/empty', 'There are no images.')),
  throw: () => Promise.reject(new TypeError('x is not a function')),
  crash: () => process.exit(7),
  kill: () => {
    process.kill(process.pid, 'SIGKILL')
    return setTimeout(60_000)
  },
  wait: async ({ signal, report }) => {
    report({ stage: 'Waiting', done: 0, total: null, unit: 'turns' })
    while (!signal.aborted) await setTimeout(5)
    throw new StudioError('job/cancelled', 'stopped')
  },
  block: ({ report }) => {
    report({ stage: 'Blocking', done: 0, total: 1, unit: 'steps' })
    return setTimeout(50).then(() => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // as a step that never ends
    })
  },
}

const runners: JobRunners = {
  train: async ({ name, seed }, context) => {
    await behaviours[name]?.(context)
    // The process id as the seed shows in which process a job ran; a negative seed is no valid result.
    return { ...trainResult, seed: name === 'wrong-result' ? -1 : seed === 1 ? process.pid : seed }
  },
  import: refuse,
  prune: refuse,
  evaluate: refuse,
  maps: refuse,
  export: refuse,
  index: refuse,
  demo: refuse,
  devices: refuse,
}

serveJobs(openProcessPort(), runners)
