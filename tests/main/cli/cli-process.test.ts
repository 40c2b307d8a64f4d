import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleEntries, type Bundle } from '../jobs/bundle-entries'
import { isGroupAlive, runProgram, signalGroup, startProgram, untilGroupGone } from './run-program'

// The real command line with a compute process that behaves as the model's name says.
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
  cwd = await mkdtemp(join(tmpdir(), 'sweetspot-cli-'))
})
afterEach(() => rm(cwd, { recursive: true, force: true }))

const train = (name: string, ...rest: string[]) => ['train', '--data', 'emojinette', '--name', name, ...rest]
const run = (...args: string[]) => runProgram(bundle.path('cli'), args, cwd)

describe('results and progress', () => {
  it('prints the result on standard output and lines of progress on standard error', async () => {
    const { exitCode, stdout, stderr } = await run(...train('succeed'))
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/vgg16-w8 +test +10 +0\.900 +1\.000/)
    expect(stdout).toContain(join(cwd, 'models', 'model.safetensors'))
    expect(stderr).toContain('Counting: 1,000 of 1,000 numbers')
  })

  it('prints one JSON document, and JSON lines of progress, with --json', async () => {
    const { exitCode, stdout, stderr } = await run(...train('succeed', '--json'))
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, value: { test: { count: 10, top1: 0.9 } } })
    const lines = stderr.trim().split('\n')
    expect(JSON.parse(lines[0]!)).toMatchObject({ type: 'progress', job: 'train', stage: 'Counting' })
  })

  it('shows warnings', async () => {
    expect((await run(...train('warn'))).stderr).toBe('warning: The device webgpu cannot be used.\n')
    const { stderr } = await run(...train('warn', '--json'))
    expect(JSON.parse(stderr)).toEqual({ type: 'warning', message: 'The device webgpu cannot be used.' })
  })
})

describe('failures', () => {
  it.each([
    ['fail', 'error: There are no images.\n'],
    ['crash', /^error: The compute process ended before the job was done: it ended with exit code 7\..*\n$/],
  ])(
    'of a job that must %s are one line and exit code 1, and leave nothing behind',
    async (name, message) => {
      const { exitCode, stdout, stderr } = await run(...train(name))
      expect(exitCode).toBe(1)
      expect(stdout).toBe('')
      expect(stderr).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
      expect(await readdir(cwd)).toEqual([])
    },
  )

  it('are one JSON document with --json', async () => {
    const { exitCode, stdout, stderr } = await run(...train('fail', '--json'))
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      error: { code: 'dataset/empty', message: 'There are no images.' },
    })
    expect(stderr).toBe('')
  })

  it.each([
    [['train'], "required option '--data <folder>' not specified"],
    [train('a', '--epochs', '0'), 'whole number from 1'],
    [train('a', '--device', 'abacus'), 'Allowed choices are auto, cpu, webgpu'],
    [train('a', '--lr', 'fast'), 'number above 0'],
    [train('../a'), 'cannot be a file name'],
    [['prune', '--model', 'm', '--data', 'd', '--cpr', '1'], 'number above 1'],
    [['prune', '--model', 'm', '--data', 'd', '--cpr', '1e7'], 'number above 1, at most 1000000'],
    [['prune', '--model', 'm', '--data', 'd', '--rates', '2,1e7'], 'number above 1, at most 1000000'],
    [
      ['prune', '--model', 'm', '--data', 'd', '--cpr', '2', '--criterion', 'luck'],
      'Allowed choices are local-magnitude, global-magnitude, random, filter-l1',
    ],
    [['maps', '--data', 'emojinette'], "required option '--model <file...>' not specified"],
    [['maps', '--model', 'm', '--data', 'd', '--visible', '0'], 'above 0, at most 1'],
    [['maps', '--model', 'm', '--data', 'd', '--scaling', 'absolute'], 'go together'],
    [['maps', '--model', 'm', '--data', 'd', '--range', '2,1'], 'the second above the first'],
    [['prune', '--model', 'm', '--data', 'd'], 'Give the compression rate to reach'],
    [['prune', '--model', 'm', '--data', 'd', '--rates', '4,2'], 'They must rise'],
    [['tarin'], "unknown command 'tarin'"],
    [['dataset', 'import', 'photos.zip'], "required option '--to <folder>' not specified"],
    [['dataset', 'download', 'cifar'], 'Allowed choices are imagenette-160'],
    [['weights', 'download', 'vgg19'], 'Allowed choices are vgg16'],
    [['devices', '--cache-limit', 'much'], 'number of 0 or more'],
    [['train', '--data', 'd', '--colour'], "unknown option '--colour'"],
  ])('of use: %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(...args)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/\n +at /)
    const asJson = await run(...args, '--json')
    expect(asJson.exitCode).toBe(2)
    expect(JSON.parse(asJson.stdout)).toMatchObject({ ok: false, error: { code: 'usage' } })
    expect(await readdir(cwd)).toEqual([])
  })

  it('say that nothing can be written before anything is computed', async () => {
    const { exitCode, stderr } = await run(...train('wait', '--out', join(bundle.path('cli'), 'models')))
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^error: Cannot write to .*a part of the path is a file.*\n$/)
  })

  it('help is not a failure', async () => {
    for (const args of [['--help'], ['train', '--help'], ['--version']]) {
      expect(await run(...args)).toMatchObject({ exitCode: 0, stderr: '' })
    }
    expect((await run('train', '--help')).stdout).toContain('Examples:')
  })
})

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  const start = (...args: string[]) => startProgram(bundle.path('cli'), args, cwd)

  it('stops the job cleanly: exit code 130, no process and no file left', async () => {
    const running = start(...train('wait'))
    await running.printed('Waiting')
    signalGroup(running, 'SIGINT')
    const { exitCode, stdout, stderr } = await running.finished
    expect(exitCode).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toContain('Stopping')
    await untilGroupGone(running)
    expect(await readdir(cwd)).toEqual([])
  })

  it('a second time ends a step that blocks', async () => {
    const running = start(...train('block'))
    await running.printed('Blocking')
    await setTimeout(300)
    signalGroup(running, 'SIGINT')
    await running.printed('Stopping')
    signalGroup(running, 'SIGINT') // an echo by npm, which does not count
    await setTimeout(500)
    expect(isGroupAlive(running)).toBe(true)
    const startedMs = performance.now()
    signalGroup(running, 'SIGINT')
    expect((await running.finished).exitCode).toBe(130)
    expect(performance.now() - startedMs).toBeLessThan(4000) // without it, 5 s after the first one
    await untilGroupGone(running)
    expect(await readdir(cwd)).toEqual([])
  })

  it('SIGTERM stops as cleanly, with its own exit code', async () => {
    const running = start(...train('wait'))
    await running.printed('Waiting')
    running.child.kill('SIGTERM')
    expect((await running.finished).exitCode).toBe(143)
    await untilGroupGone(running)
    expect(await readdir(cwd)).toEqual([])
  })

  it('even a killed command line leaves no process', async () => {
    const running = start(...train('wait'))
    await running.printed('Waiting')
    running.child.kill('SIGKILL')
    await running.finished
    await untilGroupGone(running)
  })
})
