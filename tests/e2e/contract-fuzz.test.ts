import fc from 'fast-check'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorCodes, unwrap } from '../../src/shared/errors'
import type { Seat } from '../../src/shared/seats'
import type { SessionSummary } from '../../src/shared/session-control'
import { agreeToQuit } from '../support/electron/agree-to-quit'
import { folderSnapshot } from '../support/folder-snapshot'
import { malformedCalls } from '../support/malformed-calls'
import { makeRatedStudy } from '../support/rated-study'
import { carriers, launchOver } from '../support/studio-app'
import { callAll } from './page-probes.mjs'

const { place, missing } = carriers.ipc

/** 2,000 calls in all. */
const batches = { numRuns: 20, size: 100 }

/** What crosses to another process: more than JSON can say, and less than a program can hold. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(undefined, Number.NaN, Number.POSITIVE_INFINITY, -0),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }), // an invalid one is beyond Playwright, not beyond IPC
)

describe.skipIf(missing !== null)(`calls over ${place}${missing === null ? '' : ` (${missing})`}`, () => {
  test('that are malformed are each answered with a typed error, and nothing is written', async ({
    onTestFinished,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-fuzz-'))
    const userData = join(folder, 'user')
    mkdirSync(userData)
    const app = await launchOver('ipc', { userData, cache: join(folder, 'cache') })
    onTestFinished(async () => {
      await agreeToQuit(app)
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    })
    const page = (await app.pages())[0]!
    await page.getByRole('heading').first().waitFor()
    const study = join(folder, 'study')
    const { planId } = await makeRatedStudy(study, { preset: 'experiment-2' })
    await page.evaluate(callAll, [{ procedure: 'study.open', input: { folder: study } }])
    const [seat] = await page.evaluate(callAll, [{ procedure: 'seats.create', input: { label: 'Desk 1' } }])
    const { id: seatId } = unwrap(seat!) as Seat
    const [session] = await page.evaluate(callAll, [
      { procedure: 'sessions.create', input: { planId, seatId, participantCode: null, language: 'en' } },
    ])
    const { id: sessionId } = unwrap(session!) as SessionSummary
    const start = { procedure: 'sessions.act', input: { sessionId, action: { kind: 'start' } } }
    expect(await page.evaluate(callAll, [start])).toMatchObject([{ ok: true }])
    const files = [folderSnapshot(userData), folderSnapshot(study)]
    const call = malformedCalls('studio', value)
    const batch = fc.array(call, { minLength: batches.size, maxLength: batches.size })
    await fc.assert(
      fc.asyncProperty(batch, async (calls) => {
        const answers = await page.evaluate(callAll, calls)
        expect(answers).toHaveLength(calls.length)
        for (const answer of answers) {
          expect(answer).toEqual({
            ok: false,
            error: { code: expect.any(String), message: expect.any(String) },
          })
          if (!answer.ok)
            expect(errorCodes.filter((code) => code !== 'internal')).toContain(answer.error.code)
        }
      }),
      { numRuns: batches.numRuns },
    )
    expect([folderSnapshot(userData), folderSnapshot(study)]).toEqual(files)
  })
})
