import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createStudy } from '../../../src/main/store/create-study'
import { openStudy } from '../../../src/main/store/open-study'
import type { StudyStore } from '../../../src/main/store/study-store'
import { bundleEntries, type Bundle } from '../jobs/bundle-entries'
import { runProgram, signalGroup, startProgram, untilGroupGone } from './run-program'

// The real command line and the real store, with a compute process that behaves as the model's name says.
let bundle: Bundle
let cwd: string

beforeAll(async () => {
  bundle = await bundleEntries({
    cli: 'src/main/cli.ts',
    'compute-process': 'tests/main/jobs/behaving-process.ts',
  })
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sweetspot-cli-study-'))
})
afterEach(() => rm(cwd, { recursive: true, force: true }))

const run = (...args: string[]) => runProgram(bundle.path('cli'), args, cwd)
const create = (folder: string) =>
  run('study', 'create', folder, '--name', 'Less is more', '--site', 'Ulm', '--prefix', 'ULM')
const makeStudy = () =>
  createStudy(join(cwd, 's'), { name: 'Less is more', siteName: 'Ulm', sitePrefix: 'ULM' }).close()
const train = (name: string) => ['train', '--study', 's', '--data', 'emojinette', '--name', name]
const read = async <T>(look: (study: StudyStore) => T): Promise<T> => {
  const study = openStudy(join(cwd, 's'), { isReadOnly: true })
  try {
    return look(study)
  } finally {
    study.close()
  }
}

describe('sweetspot study', () => {
  it('creates a study and shows what it holds', async () => {
    expect(await create('s')).toMatchObject({
      exitCode: 0,
      stdout: `Study "Less is more": ${join(cwd, 's')}\n`,
    })
    const { exitCode, stdout } = await run('study', 'info', 's', '--json')
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      value: { study: { name: 'Less is more' }, models: [], ratings: { own: 0, imported: 0, simulated: 0 } },
    })
    expect((await run('study', 'info', 's')).stdout).toContain('No models yet.')
  })

  it('refuses a second study in the same folder, and a folder that is none', async () => {
    makeStudy()
    const again = await create('s')
    expect(again).toMatchObject({ exitCode: 1, stdout: '' })
    expect(again.stderr).toContain('is a study already')
    expect((await run('study', 'info', '.')).stderr).toContain('is no study')
    expect((await run('study', 'create', 't', '--name', 'x')).exitCode).toBe(2)
    expect(readdirSync(cwd)).toEqual(['s'])
  })

  it('finds what was changed or lost, with exit code 1', async () => {
    makeStudy()
    await run(...train('crash'))
    expect((await run('study', 'check', 's')).stdout).toMatch(/^The study is whole: database and 1 file,/)
    const path = await read((study) => study.artifactPath(study.artifacts.list()[0]!.path))
    appendFileSync(path, ' ')
    appendFileSync(join(cwd, 's/artifacts/models'), '')
    const changed = await run('study', 'check', 's', '--json')
    expect(changed.exitCode).toBe(1)
    expect(JSON.parse(changed.stdout)).toMatchObject({
      value: { problems: [{ kind: 'changed-file' }], unknownFiles: ['models'] },
    })
    await rm(path)
    const missing = await run('study', 'check', 's')
    expect(missing).toMatchObject({ exitCode: 1 })
    expect(missing.stdout).toMatch(/^1 problem .*\n {2}datasets\/.*images\.json is missing\./)
  })
})

describe('a job on a study', () => {
  it('that crashes is interrupted, with its reason, and goes on from its checkpoint', async () => {
    makeStudy()
    const crashed = await run(...train('keep-checkpoint-and-crash'))
    expect(crashed.exitCode).toBe(1)
    expect(crashed.stderr).toContain(
      'What was done until the last epoch is kept in the study. The same command goes on from there',
    )
    const listed = await run('study', 'jobs', 's')
    expect(listed.stdout).toMatch(/ train +interrupted, has a checkpoint /)
    expect(listed.stdout).toContain('The compute process ended before the job was done')
    expect((await run(...train('keep-checkpoint-and-crash'))).stderr).toMatch(
      /error: Went on from epoch 1\.\n$/,
    )
    expect((await run('study', 'resume', 's')).stderr).toBe('error: Went on from epoch 1.\n')
    const [job] = await read((study) => study.jobs.list())
    expect(job).toMatchObject({ state: 'failed', runCount: 3, reason: 'Went on from epoch 1.' })
    const log = readFileSync(join(cwd, 's/artifacts', job!.logPath), 'utf8')
    expect(log.match(/ train started, run [123]|note: Kept epoch 1\.| interrupted: | failed: /g)).toEqual([
      ' train started, run 1',
      'note: Kept epoch 1.',
      ' interrupted: ',
      ' train started, run 2',
      ' failed: ',
      ' train started, run 3',
      ' failed: ',
    ])
  })

  it.skipIf(process.platform === 'win32')('that is stopped is cancelled and leaves no files', async () => {
    makeStudy()
    const running = startProgram(bundle.path('cli'), train('wait'), cwd)
    await running.printed('Waiting')
    const other = await run(...train('succeed'))
    expect(other.stderr).toMatch(/^error: The study is open in process \d+ on /)
    expect((await run('study', 'jobs', 's')).stdout).toMatch(/ train +running /)
    signalGroup(running, 'SIGINT')
    expect((await running.finished).exitCode).toBe(130)
    const [job] = await read((study) => study.jobs.list())
    expect(job).toMatchObject({ state: 'cancelled', errorCode: 'job/cancelled', isResumable: false })
    expect(readdirSync(join(cwd, 's/artifacts/jobs'))).toEqual([])
  })

  it.skipIf(process.platform === 'win32')(
    'of a killed program is interrupted when the study opens again',
    async () => {
      makeStudy()
      const running = startProgram(bundle.path('cli'), train('wait'), cwd)
      await running.printed('Waiting')
      process.kill(running.child.pid!, 'SIGKILL')
      await running.finished
      await untilGroupGone(running)
      const [left] = await read((study) => study.jobs.list())
      expect(left!.state).toBe('running')
      openStudy(join(cwd, 's')).close()
      const [job] = await read((study) => study.jobs.list())
      expect(job).toMatchObject({ state: 'interrupted', isResumable: false })
      expect(job!.reason).toContain(`process ${running.child.pid}`)
      expect(readdirSync(join(cwd, 's/artifacts/jobs'))).toEqual([])
    },
  )
})
