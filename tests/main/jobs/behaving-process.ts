import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { StudioError } from '../../../src/shared/errors'
import type { JobContext, JobRunners } from '../../../src/main/jobs/job-runner'
import { openProcessPort } from '../../../src/main/jobs/process-port'
import { writeRunRecord } from '../../../src/main/jobs/run-record'
import { serveJobs } from '../../../src/main/jobs/serve-jobs'
import { trainResult } from './sample-jobs'

// A compute process whose training job behaves as its request's name says.
process.on('SIGINT', () => undefined)

const refuse = () => Promise.reject(new StudioError('internal', 'not part of this test'))

const behaviours: Readonly<
  Record<string, (context: JobContext, checkpointFolder: string | undefined) => Promise<void>>
> = {
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
  'keep-checkpoint-and-crash': async ({ note }, checkpointFolder) => {
    if (existsSync(join(checkpointFolder!, 'epoch-1.safetensors')))
      throw new StudioError('dataset/empty', 'Went on from epoch 1.')
    await mkdir(checkpointFolder!, { recursive: true })
    await writeRunRecord(checkpointFolder!, {
      formatVersion: 1,
      facts: {},
      machine: 'this one',
      isFinished: false,
    })
    await writeFile(join(checkpointFolder!, 'epoch-1.safetensors'), '')
    note('Kept epoch 1.')
    await setTimeout(50)
    process.kill(process.pid, 'SIGKILL')
    await setTimeout(60_000)
  },
  block: ({ report }) => {
    report({ stage: 'Blocking', done: 0, total: 1, unit: 'steps' })
    return setTimeout(50).then(() => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // as a step that never ends
    })
  },
}

const runners: JobRunners = {
  train: async ({ name, seed, checkpointFolder }, context) => {
    await behaviours[name]?.(context, checkpointFolder)
    // The process id as the seed shows in which process a job ran; a negative seed is no valid result.
    return { ...trainResult, seed: name === 'wrong-result' ? -1 : seed === 1 ? process.pid : seed }
  },
  import: refuse,
  prune: refuse,
  evaluate: refuse,
  maps: refuse,
  export: refuse,
  index: async ({ folder }) => {
    await writeFile(join(folder, 'images.json'), '[]')
    const listed = { imageCount: 1, imageList: 'images.json', classes: ['cat', 'dog'], skipped: [] }
    return { kind: 'emojinette', fingerprint: 'behaving', ...listed }
  },
  unpack: refuse,
  inspect: refuse,
  download: refuse,
  devices: refuse,
}

serveJobs(openProcessPort(), runners)
