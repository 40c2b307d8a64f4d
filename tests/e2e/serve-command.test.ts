import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createStudy } from '../../src/main/store/create-study'
import { root } from '../support/electron/launch'
import { startStation } from '../support/station/launch'
import { StationClient } from '../support/station-client'
import { runProgram } from '../main/cli/run-program'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-serve-'))
const study = join(folder, 'study')
createStudy(study, { name: 'Less is more', siteName: 'Ulm', sitePrefix: 'ULM' }).close()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const serve = (...args: string[]) =>
  runProgram(join(root, 'out/main/cli.js'), ['serve', '--port', '0', ...args], folder)

describe('sweetspot serve', () => {
  test('works until it is stopped, and ends well', async () => {
    const station = await startStation(['--port', '0', '--study', study, '--desks', '2'])
    const client = new StationClient(station.status.local)
    await client.enter(new URL(station.studioLink).hash.slice(1))
    expect(await client.call('seats.list')).toMatchObject({
      ok: true,
      value: [{ label: 'Desk 1', isTaken: false }, { label: 'Desk 2' }],
    })
    expect(await station.stop()).toBe(0)
    await expect(client.call('app.info')).rejects.toThrow(/ECONNREFUSED/)
  })

  test('has its study to itself', async () => {
    const station = await startStation(['--port', '0', '--study', study])
    const { exitCode, stderr } = await serve('--study', study)
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('The study is open in process')])
    await station.stop()
  })

  test.each([
    [['--study', join(folder, 'nothing')], 'store/not-a-study'],
    [['--lan', '203.0.113.7'], 'station/bad-address'],
  ])('says what is wrong with %j', async (args, code) => {
    const { exitCode, stdout } = await serve('--json', ...args)
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code } })
  })

  test.skipIf(process.platform !== 'linux')('is what npm start opens without Electron', async () => {
    const opened = join(folder, 'opened')
    const browser = join(folder, 'xdg-open')
    writeFileSync(
      browser,
      `#!/bin/sh\nprintf %s "$1" > '${opened}.partial' && mv '${opened}.partial' '${opened}'\n`,
    )
    chmodSync(browser, 0o755)
    const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--port', '0'], {
      env: {
        ...process.env,
        ELECTRON_OVERRIDE_DIST_PATH: folder,
        PATH: `${folder}${delimiter}${process.env['PATH']}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true, // so that Ctrl-C reaches both, as in a terminal
    })
    const exited = once(child, 'exit')
    await expect.poll(() => existsSync(opened)).toBe(true)
    const link = new URL(readFileSync(opened, 'utf8'))
    expect(await new StationClient(link.origin).enter(link.hash.slice(1))).toMatchObject({ ok: true })
    process.kill(-child.pid!, 'SIGINT')
    expect(await exited).toEqual([0, null])
  })
})
