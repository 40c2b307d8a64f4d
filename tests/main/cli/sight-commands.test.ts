import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStudy } from '../../../src/main/store/open-study'
import { blindLifted } from '../../../src/main/study/findings/blind'
import { simulateRatings } from '../../../src/main/study/stored/simulate-ratings'
import { makeRatedStudy } from '../../support/rated-study'
import { answerOnce } from '../study/stored/answer-once'
import { runProgram } from './run-program'

// The built program on a study that one person has begun: no way to its effects but to wait, or to say why not.
const cli = join(import.meta.dirname, '../../../out/main/cli.js')
const reason = 'The ethics board asks for an interim look.'
let cwd: string
let planId: string
const run = (...args: string[]) => runProgram(cli, args, cwd)

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sweetspot-sight-'))
  const made = await makeRatedStudy(join(cwd, 's'), { preset: 'experiment-2', sizePx: 16 })
  planId = made.planId
  const study = openStudy(join(cwd, 's'))
  answerOnce(study, made)
  const startedAt = '2026-01-31T09:30:00.000Z'
  simulateRatings(study, { planId, name: 'run', panel: 'mixed', seed: 1, startedAt })
  study.close()
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

const analyse = ['analyse', '--replicates', '0']
const report = ['report', '--replicates', '0', '--gallery', '0', '--out', 'r.html']
const exportRatings = ['ratings', 'export', '--out', 'e']

function decisions() {
  const study = openStudy(join(cwd, 's'), { isReadOnly: true })
  try {
    return study.audit.list(planId).filter(({ action }) => action === blindLifted)
  } finally {
    study.close()
  }
}

describe('a plan that is not complete', () => {
  it.each([
    ['analyse', analyse],
    ['report', report],
    ['ratings export', exportRatings],
  ])(
    'is refused by %s, which says what can be done and writes nothing',
    async (_name, way) => {
      const own = await run(...way, '--study', 's')
      expect(own).toMatchObject({ exitCode: 1, stdout: '' })
      expect(own.stderr).toMatch(/people have given 1 of the \d+ planned ratings/)
      expect(own.stderr).toContain('--lift-blind')
      const mixed = await run(...way, '--study', 's', '--source', 'own', 'simulated')
      expect(mixed).toMatchObject({ exitCode: 1, stdout: '' })
      expect(existsSync(join(cwd, 'r.html')) || existsSync(join(cwd, 'e'))).toBe(false)
    },
    60_000,
  )

  it('hides nothing of simulated raters', async () => {
    const done = await run(...analyse, '--study', 's', '--source', 'simulated')
    expect(done.stdout).toContain('SIMULATED')
  })

  it('is not shown for a word instead of a reason', async () => {
    const done = await run(...analyse, '--study', 's', '--lift-blind', 'because')
    expect(done.exitCode).toBe(2)
    expect(done.stderr).toContain('10 to 1,000 characters')
    expect(decisions()).toEqual([])
  })

  it('is shown for a reason, which the study records once and the report tells', async () => {
    const done = await run(...report, '--study', 's', '--lift-blind', reason)
    expect(done).toMatchObject({ exitCode: 0 })
    expect(await readFile(join(cwd, 'r.html'), 'utf8')).toContain(reason)
    const again = await run(...exportRatings, '--study', 's', '--lift-blind', 'Another reason, later.')
    expect(again).toMatchObject({ exitCode: 0 })
    const [decision, ...others] = decisions()
    expect(decision).toMatchObject({ actor: 'command line', details: { reason, collected: 1 } })
    expect(others).toEqual([])
    const seen = await run(...analyse, '--study', 's')
    expect(seen.stdout).toContain(`planned ratings: ${reason}`)
  })
})

describe('a plan all of whose sessions are excluded', () => {
  beforeAll(async () => {
    const made = await makeRatedStudy(join(cwd, 'x'), { preset: 'experiment-2', sizePx: 16 })
    const study = openStudy(join(cwd, 'x'))
    answerOnce(study, made)
    study.sessions.exclude(study.sessions.ofPeople()[0]!.id, { reason: 'A test run.', actor: 'supervisor' })
    const startedAt = '2026-01-31T09:30:00.000Z'
    simulateRatings(study, { planId: made.planId, name: 'run', panel: 'mixed', seed: 1, startedAt })
    study.close()
  })

  it('keeps their answers from the export, which would show them', async () => {
    const out = ['ratings', 'export', '--out', 'excluded']
    const own = await run(...out, '--study', 'x')
    expect(own).toMatchObject({ exitCode: 1, stdout: '' })
    expect(own.stderr).toMatch(/people have given 0 of the \d+ planned ratings/)
    expect(existsSync(join(cwd, 'excluded'))).toBe(false)
    const mixed = await run(...out, '--study', 'x', '--source', 'own', 'simulated')
    expect(mixed).toMatchObject({ exitCode: 1, stdout: '' })
    expect(existsSync(join(cwd, 'excluded'))).toBe(false)
    const simulated = await run(...out, '--study', 'x', '--source', 'simulated')
    expect(simulated).toMatchObject({ exitCode: 0 })
    const lifted = await run('ratings', 'export', '--out', 'lifted', '--study', 'x', '--lift-blind', reason)
    expect(lifted).toMatchObject({ exitCode: 0 })
    const [table] = readdirSync(join(cwd, 'lifted/data'))
    expect(await readFile(join(cwd, 'lifted/data', table!), 'utf8')).toContain('A test run.')
  })

  it('has nothing that an analysis would show, and hides nothing of others', async () => {
    const done = await run(...analyse, '--study', 'x')
    expect(done.exitCode).toBe(1)
    expect(done.stderr).toContain('no own answers')
    for (const way of [analyse, report]) {
      const mixed = await run(...way, '--study', 'x', '--source', 'own', 'simulated')
      expect(mixed).toMatchObject({ exitCode: 0 })
    }
    const shown = await run(...analyse, '--study', 'x', '--source', 'own', 'simulated')
    expect(shown.stdout).toContain('SIMULATED')
  })
})
