import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportSchema } from '../../../src/shared/report'
import { runProgram } from './run-program'

// The built program with ratings from elsewhere, as a lab would call it.
const cli = join(import.meta.dirname, '../../../out/main/cli.js')
let cwd: string
const run = (...args: string[]) => runProgram(cli, args, cwd)
const study = ['--study', 's']
const mapping = ['--mapping', 'rater=who', 'item=what', 'answer=said', 'class=truth', 'model=net']
const rows = [
  'who,what,said,truth,net',
  'a,i1,dog,dog,cpr-1',
  'b,i1,?,dog,cpr-1',
  'a,i2,cat,cat,cpr-2',
  'b,i2,cat,cat,cpr-2',
]

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sweetspot-ratings-'))
  await writeFile(join(cwd, 'long.csv'), rows.join('\n'))
  await writeFile(join(cwd, 'half.csv'), rows.slice(0, 3).join('\n'))
  await writeFile(join(cwd, 'bad.csv'), [...rows, 'c,i3,,dog,cpr-2'].join('\n'))
  await run('study', 'create', 's', '--name', 'Toy', '--site', 'Ulm', '--prefix', 'ULM')
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

describe('ratings from elsewhere', () => {
  it('are previewed with a guess at the mapping, and nothing is changed', async () => {
    const done = await run('ratings', 'import', 'long.csv', ...study, '--preview')
    expect(done.stdout).toContain('Columns: who, what, said, truth, net')
    expect(done.stdout).toContain('so that it would be refused')
    expect((await run('ratings', 'list', ...study)).stdout).toContain('No experiment yet')
  })

  it('are refused as a whole, with the line of every problem', async () => {
    const done = await run('ratings', 'import', 'bad.csv', ...study, ...mapping, '--undecided', '?')
    expect(done).toMatchObject({ exitCode: 1, stdout: '' })
    expect(done.stderr).toMatch(/bad\.csv was not imported.*line 6, column 'said'/s)
    expect((await run('ratings', 'list', ...study)).stdout).toContain('No experiment yet')
  })

  it('come in once, are listed, analysed apart, and go out again', async () => {
    const first = await run('ratings', 'import', 'long.csv', ...study, ...mapping, '--undecided', '?')
    expect(first.stdout).toMatch(/^IMPORTED: 4 ratings by 2 raters/)
    const again = await run('ratings', 'import', 'half.csv', ...study, ...mapping, '--undecided', '?')
    expect(again.stdout).toContain('Nothing was changed by half.csv')
    expect((await run('ratings', 'list', ...study)).stdout).toMatch(/classify\s+classify\s+0\s+4\s+0/)
    expect(await run('analyse', ...study)).toMatchObject({ exitCode: 1 })
    const json = await run('analyse', ...study, '--source', 'imported', '--replicates', '20', '--json')
    const { value } = JSON.parse(json.stdout) as { value: unknown[] }
    expect(value).toMatchObject([
      {
        analysis: {
          data: { ratings: 4, sources: [{ source: 'imported' }] },
          accuracy: { overall: { accuracy: { successes: 3 } } },
        },
      },
    ])
    const exported = await run('ratings', 'export', ...study, '--source', 'imported', '--out', 'out')
    expect(exported.stdout).toContain('dataset_description.json')
    const [table] = await readdir(join(cwd, 'out/data'))
    expect((await readFile(join(cwd, 'out/data', table!), 'utf8')).split('\n')).toHaveLength(6)
    const twice = await run('ratings', 'export', ...study, '--source', 'imported', '--out', 'out')
    expect(twice).toMatchObject({ exitCode: 1 })
    expect(twice.stderr).toContain('holds other files')
  })

  it('give all numbers of their report again, by the command that the report names', async () => {
    const without = [
      '--exclude-rater',
      "b=it's asleep",
      '--class',
      'dog',
      'cat',
      '--seed',
      '7',
      '--replicates',
      '20',
    ]
    await run('report', ...study, '--source', 'imported', ...without, '--out', 'report.html')
    const page = await readFile(join(cwd, 'report.html'), 'utf8')
    const data = /<script[^>]*id="report-data"[^>]*>(.*?)<\/script>/s.exec(page)![1]!
    const report = reportSchema.parse(JSON.parse(data))
    const command = report.facts.find(({ name }) => name === 'All numbers')!.value
    const words = command.replace('<folder>', 's').match(/(?:'(?:[^']|'\\'')*'|\S)+/g)!
    const args = words
      .slice(1)
      .map((word) => word.replaceAll("'\\''", '\0').replaceAll("'", '').replaceAll('\0', "'"))
    const again = await run(...args)
    expect((JSON.parse(again.stdout) as { value: unknown }).value).toEqual(report.experiments)
    expect(report.experiments[0]!.analysis.data).toMatchObject({ ratings: 2, ratingsGiven: 4 })
  })
})
