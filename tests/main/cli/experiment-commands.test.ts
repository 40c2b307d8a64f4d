import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeToyFolder } from '../jobs/runners/toy-folder'
import { runProgram } from './run-program'

// The built program from photographs to a report, as a lab would call it. Two plain colours are learned in seconds.
const cli = join(import.meta.dirname, '../../../out/main/cli.js')
let cwd: string
const run = (...args: string[]) => runProgram(cli, args, cwd)
const study = ['--study', 's']
const training = ['--data', 'photos', '--epochs', '15', '--batch', '8', '--device', 'cpu']
const shown = [
  '--model',
  'toy-cpr1',
  'toy-cpr2',
  '--data',
  'photos',
  '--device',
  'cpu',
  '--layer',
  'features.22',
]

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sweetspot-experiment-'))
  await makeToyFolder(join(cwd, 'photos'), 48)
  await run('study', 'create', 's', '--name', 'Toy', '--site', 'Ulm', '--prefix', 'ULM')
  await run('train', ...study, ...training, '--size', '32', '--name', 'toy-cpr1')
  await run('prune', ...study, ...training, '--model', 'toy-cpr1', '--cpr', '2', '--name', 'toy-cpr2')
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

describe('an experiment from the command line', () => {
  it('draws stimuli and prints the proof of the plan', async () => {
    const small = ['--per-class', '2', '--reserve', '2', '--spare', '2']
    const done = await run('stimuli', ...study, '--protocol', 'experiment-2', ...shown, ...small)
    expect(done.stderr).not.toContain('error')
    // 2 classes, 2 images each, 2 models, 5 raters an item.
    expect(done.stdout).toContain('40 ratings of 8 items')
    expect(done.stdout).toContain('Everything that was promised holds.')
    const again = await run('stimuli', ...study, '--protocol', 'experiment-2', ...shown, ...small)
    expect(again).toMatchObject({ exitCode: 1, stdout: '' })
    expect(again.stderr).toContain('Give these another name with --name.')
  })

  it('says which classes have too few images', async () => {
    const many = await run('stimuli', ...study, '--protocol', 'likert-3', ...shown, '--per-class', '500')
    expect(many.exitCode).toBe(1)
    expect(many.stderr).toMatch(
      /only \d+ test images of class blue, \d+ test images of class red that every model/,
    )
  })

  it('simulates only when asked to, and says so', async () => {
    expect(await run('rate', ...study)).toMatchObject({ exitCode: 2, stdout: '' })
    expect((await run('rate', ...study, '--simulate', '--plan', 'other')).stderr).toContain('experiment-2')
    const done = await run('rate', ...study, '--simulate', '--panel', 'perfect')
    expect(done.stdout).toMatch(/^SIMULATED: 40 ratings by \d+ raters/)
  })

  it('analyses people and simulated raters apart, by the names of the models', async () => {
    expect((await run('analyse', ...study)).stderr).toMatch(/0 own, 0 imported, 40 simulated/)
    const json = await run('analyse', ...study, '--source', 'simulated', '--replicates', '50', '--json')
    const [experiment] = (JSON.parse(json.stdout) as { value: Record<string, never>[] }).value
    expect(experiment).toMatchObject({ analysis: { task: 'classify', data: { ratings: 40 } } })
    const text = await run('analyse', ...study, '--source', 'simulated', '--replicates', '0')
    expect(text.stdout).toContain('SIMULATED')
    expect(text.stdout).toContain('toy-cpr2')
    expect(text.stdout).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/) // no ids where names are known
  })

  it('writes a report, or says why not and leaves nothing', async () => {
    const done = await run('report', ...study, '--source', 'simulated', '--out', 'toy.html')
    expect(done.stdout).toContain('toy.html')
    expect(await readFile(join(cwd, 'toy.html'), 'utf8')).toContain('toy-cpr2')
    const refused = await run('report', ...study, '--out', 'missing/toy.html')
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
    expect(refused.stderr).toContain('--out')
  })
})
