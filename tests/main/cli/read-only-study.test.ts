import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { openStudy } from '../../../src/main/store/open-study'
import { simulateRatings } from '../../../src/main/study/stored/simulate-ratings'
import { makeRatedStudy } from '../../support/rated-study'

// A disk that is really read-only: a mount that only the program sees, where the system lets us make one.
const cli = join(import.meta.dirname, '../../../out/main/cli.js')
const inReadOnly = (folder: string, ...command: string[]) =>
  spawnSync(
    'unshare',
    [
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"',
      'sh',
      folder,
      ...command,
    ],
    { encoding: 'utf8', cwd: join(folder, '..') },
  )
const canMount = process.platform === 'linux' && inReadOnly(tmpdir(), 'true').status === 0

let root: string
let folder: string
const run = (...args: string[]) => inReadOnly(folder, process.execPath, cli, ...args)

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sweetspot-read-only-'))
  folder = join(root, 'study')
  const { planId } = await makeRatedStudy(folder, { preset: 'experiment-2', sizePx: 16 })
  const study = openStudy(folder)
  const startedAt = '2026-01-31T09:30:00.000Z'
  simulateRatings(study, { planId, name: 'run', panel: 'mixed', seed: 1, startedAt })
  study.close()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe.runIf(canMount)('a study on a disk that is read-only', () => {
  it.each([
    ['looked at', ['study', 'info', 'study']],
    ['checked', ['study', 'check', 'study']],
    ['listed', ['ratings', 'list', '--study', 'study']],
  ])('can be %s, and says that it can only be read', (_what, command) => {
    const done = run(...command)
    expect(done.stderr).toContain('This study is on a disk that cannot be written.')
    expect(done.status).toBe(0)
  })

  it('can be analysed, reported and exported to another disk', () => {
    const simulated = ['--study', folder, '--source', 'simulated']
    const analysed = run('analyse', ...simulated, '--replicates', '0')
    expect(analysed.stdout).toContain('SIMULATED')
    const report = join(root, 'report.html')
    expect(run('report', ...simulated, '--replicates', '0', '--gallery', '0', '--out', report)).toMatchObject(
      { status: 0 },
    )
    expect(existsSync(report)).toBe(true)
    expect(run('ratings', 'export', ...simulated, '--out', join(root, 'export'))).toMatchObject({ status: 0 })
    expect(existsSync(join(root, 'export/dataset_description.json'))).toBe(true)
  })

  it('is not changed', () => {
    const before = readdirSync(folder)
    const done = run('rate', '--study', folder, '--simulate')
    expect(done.status).toBe(1)
    expect(done.stderr).toContain('cannot be changed: the disk is read-only. Copy its folder')
    expect(readdirSync(folder)).toEqual(before)
  })
})
