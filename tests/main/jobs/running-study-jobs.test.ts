import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { StudioError } from '../../../src/shared/errors'
import { ComputeClient } from '../../../src/main/jobs/compute-client'
import { jobRunners } from '../../../src/main/jobs/runners'
import { RunningStudyJobs } from '../../../src/main/jobs/running-study-jobs'
import { runStudyJob } from '../../../src/main/jobs/study-jobs'
import { newStudy, temporaryFolder } from '../store/study-fixture'
import { inProcessTransport } from './in-process-transport'
import { makeToyFolder } from './runners/toy-folder'
import { trainRequest } from './sample-jobs'

/** A study with a training that was cancelled in its first epoch. */
async function stoppedTraining() {
  const data = join(temporaryFolder(), 'data')
  await makeToyFolder(data)
  const study = newStudy()
  const client = new ComputeClient(() => inProcessTransport(jobRunners))
  onTestFinished(() => client.dispose())
  const { network, training: sample } = trainRequest('')
  const training = { ...sample, batchSize: 8, learningRate: 0.01, epochs: 3 }
  const abort = new AbortController()
  const request = { kind: 'train' as const, data, device: 'cpu' as const, seed: 1, training, network }
  const run = runStudyJob(
    { study, client },
    { ...request, architecture: 'vgg16-w16', sizePx: 32, name: 'toy' },
    { signal: abort.signal, onTraining: () => abort.abort() },
  )
  await expect(run).rejects.toMatchObject({ code: 'job/cancelled' })
  const heard = { progress: [] as string[], changes: 0 }
  const jobs = new RunningStudyJobs({
    client,
    study: () => study,
    onProgress: (jobId) => heard.progress.push(jobId),
    onChange: () => heard.changes++,
  })
  return { study, jobs, heard, jobId: study.jobs.list().find(({ kind }) => kind === 'train')!.id }
}

test('a job that was stopped is resumed in the background, tells how far it is, and ends in the study', async () => {
  const { study, jobs, heard, jobId } = await stoppedTraining()
  expect(jobs.list()[0]).toMatchObject({ id: jobId, kind: 'train', state: 'cancelled' })
  expect(jobs.resume(jobId)).toMatchObject({ id: jobId, state: 'running' })
  expect(() => jobs.resume(jobId)).toThrow(/is running/)
  await expect.poll(() => study.jobs.get(jobId).state).toBe('done')
  expect(study.models.findByName('toy')).toBeDefined()
  expect(new Set(heard.progress)).toEqual(new Set([jobId]))
  await expect.poll(() => heard.changes).toBe(2)
  await expect(jobs.cancel(jobId)).rejects.toThrow(/is done/)
})

test('a running job is cancelled at its next step, and may be resumed again', async () => {
  const { jobs, jobId, heard } = await stoppedTraining()
  jobs.resume(jobId)
  await expect.poll(() => heard.progress.length).toBeGreaterThan(0)
  expect(await jobs.cancel(jobId)).toMatchObject({ id: jobId, state: 'cancelled' })
  jobs.resume(jobId)
  await jobs.stop()
  expect(jobs.list()[0]).toMatchObject({ state: 'cancelled' })
})

test('a job that is not there is refused', async () => {
  const { jobs } = await stoppedTraining()
  const nobody = '0190a1b2-0000-7000-8000-000000000000'
  expect(() => jobs.resume(nobody)).toThrow(StudioError)
  await expect(jobs.cancel(nobody)).rejects.toThrow(/no job/)
})
