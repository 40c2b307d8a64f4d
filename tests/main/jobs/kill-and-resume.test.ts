import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { formatTable } from '../../../src/main/cli/text'
import { randomStream } from '../../../src/main/network/random'
import { runProgram, signalGroup, startProgram } from '../cli/run-program'
import { bundleEntries, type Bundle } from './bundle-entries'
import { type Command, killAt, victims } from './kill-moment'
import { makeToyFolder } from './runners/toy-folder'
import { tensorDigest } from './tensor-digest'

// A training and a pruning run of the real program, killed at random moments. `npm run torture:jobs` does it 20 times,
// with runs of which most is training.
const kills = Number(process.env['SWEETSPOT_KILLS'] ?? 3)
const isTorture = kills > 3
const { epochs, imagesPerClass } = isTorture
  ? { epochs: 16, imagesPerClass: 48 }
  : { epochs: 3, imagesPerClass: 12 }
const seed = Date.now() % 2 ** 32
const random = randomStream(seed, 'kills')

let bundle: Bundle
let root: string
const rows: string[][] = []
let resumed = 0

beforeAll(async () => {
  bundle = await bundleEntries({
    cli: 'src/main/cli.ts',
    'compute-process': 'src/main/jobs/compute-process.ts',
  })
  root = await mkdtemp(join(tmpdir(), 'sweetspot-kills-'))
  await makeToyFolder(join(root, 'data'), imagesPerClass)
})
afterAll(async () => {
  await bundle.remove()
  await rm(root, { recursive: true, force: true })
  if (!isTorture) return
  const heading = ['kill', 'command', 'killed', 'at', 'in', 'then', 'weights']
  console.log(`\nSeed of the moments: ${seed}\n${formatTable(heading, rows)}\n`)
})

const common = [
  '--data',
  'data',
  '--epochs',
  String(epochs),
  '--batch',
  '8',
  '--device',
  'cpu',
  '--seed',
  '1',
]
// With batch normalisation, whose averages are part of what must come back.
const network = ['--architecture', 'vgg16-bn-gap-w8', '--size', '32', '--optimizer', 'adam']

/** A command that writes models into a folder, whichever. */
interface Step {
  readonly name: 'train' | 'prune'
  readonly args: readonly string[]
  readonly models: readonly string[]
  wholeMs: number
  digests: readonly string[]
}
const steps: readonly Step[] = [
  {
    name: 'train',
    args: [
      'train',
      ...common,
      ...network,
      '--augment',
      'photos',
      '--patience',
      String(epochs - 1),
      '--name',
      'base',
    ],
    models: ['base'],
    wholeMs: 0,
    digests: [],
  },
  {
    name: 'prune',
    args: ['prune', ...common, '--model', 'unbroken/base.safetensors', '--rates', '2,4', '--name', 'pruned'],
    models: ['pruned-cpr2', 'pruned'],
    wholeMs: 0,
    digests: [],
  },
]

function command({ args }: Step, out: string): Command {
  return { cli: bundle.path('cli'), args: [...args, '--out', out], cwd: root }
}

async function digestsIn(out: string, { models }: Step): Promise<string[]> {
  return Promise.all(models.map((model) => tensorDigest(join(root, out, `${model}.safetensors`))))
}

describe.skipIf(process.platform !== 'linux')('killed at a random moment', () => {
  beforeAll(async () => {
    for (const step of steps) {
      const startedMs = performance.now()
      const { cli, args, cwd } = command(step, 'unbroken')
      expect(await runProgram(cli, args, cwd)).toMatchObject({ exitCode: 0 })
      step.wholeMs = performance.now() - startedMs
      step.digests = await digestsIn('unbroken', step)
    }
  })

  it('without a kill: the same weights with one decoding thread, and without a cache', async () => {
    const { cli, args, cwd } = command(steps[0]!, 'again')
    vi.stubEnv('UV_THREADPOOL_SIZE', '1')
    vi.stubEnv('SWEETSPOT_CACHE_GB', '0')
    expect(await runProgram(cli, args, cwd)).toMatchObject({ exitCode: 0 })
    vi.unstubAllEnvs()
    expect(await digestsIn('again', steps[0]!)).toEqual(steps[0]!.digests)
  })

  it('Ctrl-C keeps what is done and says how to go on', async () => {
    const { cli, args, cwd } = command(steps[0]!, 'interrupted')
    const running = startProgram(cli, [...args, '--json'], cwd)
    await running.printed('"kind":"epoch"')
    signalGroup(running, 'SIGINT')
    const { exitCode, stderr } = await running.finished
    expect(exitCode).toBe(130)
    const kept = join(root, 'interrupted', '.base.checkpoint')
    expect(stderr).toContain(
      `What was done until the last epoch is kept in ${kept}. The same command goes on`,
    )
    expect((await runProgram(cli, args, cwd)).stderr).toMatch(
      /^Going on with the stopped run: Training, after epoch/m,
    )
    expect(await digestsIn('interrupted', steps[0]!)).toEqual(steps[0]!.digests)
  })

  it.each(
    Array.from({ length: kills }, (_, index) => [index + 1, victims[index % victims.length]!] as const),
  )(
    'kill %i, of the %s: the same command ends with the same weights',
    async (number, victim) => {
      const momentMs = random.nextUniform() * (steps[0]!.wholeMs + steps[1]!.wholeMs)
      const step = momentMs < steps[0]!.wholeMs ? steps[0]! : steps[1]!
      const atMs = step === steps[0] ? momentMs : momentMs - steps[0]!.wholeMs
      const out = `out-${number}`
      await mkdir(join(root, out))
      const killed = await killAt(command(step, out), victim, atMs)
      if (killed && victim === 'compute process' && killed.exitCode !== 0) {
        expect(killed.exitCode).toBe(1)
        expect(killed.stderr).toContain('error: The compute process ended before the job was done')
      }
      const { cli, args, cwd } = command(step, out)
      const then = await runProgram(cli, args, cwd)
      if (then.exitCode !== 0) expect(then.stderr).toMatch(/^error: .*exists already/m)
      expect(await digestsIn(out, step)).toEqual(step.digests)
      const files = step.models.map((model) => `${model}.safetensors`)
      expect((await readdir(join(root, out))).sort()).toEqual(files.sort())
      const where = killed?.stderr
        .trim()
        .split('\n')
        .findLast((line) => /^[A-Z][^:]*: /.test(line))
      const goesOn = then.stderr.match(/^Going on.*$/gm)?.join(' ')
      if (goesOn !== undefined) resumed++
      rows.push([
        String(number),
        step.name,
        victim,
        `${(atMs / 1000).toFixed(1)} s`,
        killed ? (where ?? 'the start').slice(0, 50) : 'it was done before',
        goesOn?.replaceAll('Going on with the stopped run: ', '') ??
          (then.exitCode === 0 ? 'anew' : 'was done'),
        'the same',
      ])
    },
    120_000,
  )

  it.runIf(isTorture)('went on from a checkpoint at least once in three', () => {
    expect(resumed).toBeGreaterThanOrEqual(kills / 3)
  })
})
