import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStudy } from '../../../../src/main/store/open-study'
import { unwrap } from '../../../../src/shared/errors'
import type { SeatScreen } from '../../../../src/shared/seat-session'
import type { SessionSummary } from '../../../../src/shared/session-control'
import { openTestHost } from '../../../support/open-test-host'
import { makeRatedStudy } from '../../../support/rated-study'
import { nextAnswer } from '../../../support/scripted-rater'
import { temporaryFolder } from '../../store/study-fixture'

/** A running session at a desk that says nothing by itself, and is gone once it leaves. */
async function running(limits: { readonly absentMs?: number } = {}) {
  const { folder, planId } = await makeRatedStudy(join(temporaryFolder(), 'study'), {
    preset: 'experiment-1-heat-maps',
  })
  const host = await openTestHost({ study: openStudy(folder), limits })
  const desk = await host.atDesk('Desk 1')
  const caller = { role: 'seat', seatId: desk.seatId } as const
  const leave = host.hub.subscribe(caller, { hear: () => undefined, end: () => undefined })
  const supervisor = await host.signedIn('supervisor')
  const sessions = async () => unwrap(await supervisor.call('sessions.list')) as SessionSummary[]
  const request = { planId, seatId: desk.seatId, participantCode: null, language: 'en' }
  const { id } = unwrap(await supervisor.call('sessions.create', request)) as SessionSummary
  const act = async (action: object) =>
    unwrap(await supervisor.call('sessions.act', { sessionId: id, action }))
  await act({ kind: 'start' })
  const screen = async () => unwrap(await desk.call('seat.screen')) as SeatScreen
  return { host, folder, desk, leave, supervisor, sessions, act, screen, id }
}

describe('a desk of which nothing is heard', () => {
  test('has its session interrupted after the time that is allowed, and its late answer is stored', async () => {
    const { desk, leave, sessions, act, screen } = await running({ absentMs: 400 })
    const late = nextAnswer(await screen())!
    leave()
    await expect
      .poll(async () => (await sessions())[0]!.view)
      .toMatchObject({ state: 'interrupted', reason: 'Nothing was heard of the desk for 0 seconds.' })
    expect(unwrap(await desk.call('seat.answer', late))).toMatchObject({
      session: { view: { state: 'interrupted', screen: null } },
    })
    await act({ kind: 'resume', seatId: desk.seatId })
    expect((await screen()).session!.view.screen!.trialKey).toBe('1.questionnaire')
  })

  test('keeps its session while a page of it is connected', async () => {
    const { leave, sessions } = await running({ absentMs: 300 })
    await new Promise((resolve) => setTimeout(resolve, 900))
    expect((await sessions())[0]!.view.state).toBe('running')
    leave()
    await expect.poll(async () => (await sessions())[0]!.view.state).toBe('interrupted')
  })
})

test('a desk that is removed leaves its session to be resumed at another', async () => {
  const { host, desk, supervisor, sessions, act } = await running()
  await supervisor.call('seats.revoke', { seatId: desk.seatId })
  expect((await sessions())[0]!.view).toMatchObject({ state: 'interrupted', reason: 'The desk was removed.' })
  const other = await host.atDesk('Desk 2')
  await act({ kind: 'resume', seatId: other.seatId })
  expect(unwrap(await other.call('seat.screen'))).toMatchObject({ session: { view: { state: 'running' } } })
})

test('a study that is closed leaves its sessions interrupted, and desks wait', async () => {
  const { host, folder, desk, id } = await running()
  host.studies.replace(null)
  expect(unwrap(await desk.call('seat.screen'))).toMatchObject({ session: null, language: 'en' })
  expect(await desk.call('seat.undo', { sessionId: id })).toMatchObject({ error: { code: 'study/not-open' } })
  const again = openStudy(folder)
  expect(again.sessions.get(id)).toMatchObject({ state: 'interrupted', stateReason: 'The study was closed.' })
  again.close()
})

test('no session comes to a desk that does not exist', async () => {
  const { supervisor, act, id } = await running()
  const seatId = '0193a1e0-0000-7000-8000-000000000001'
  const request = { planId: id, seatId, participantCode: null, language: 'en' }
  expect(await supervisor.call('sessions.create', request)).toMatchObject({
    error: { code: 'station/unknown-seat' },
  })
  await expect(act({ kind: 'resume', seatId })).rejects.toMatchObject({ code: 'station/unknown-seat' })
})
