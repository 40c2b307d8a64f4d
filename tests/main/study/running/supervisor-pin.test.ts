import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SupervisorPin } from '../../../../src/main/study/running/supervisor-pin'
import type { StudioError } from '../../../../src/shared/errors'
import type { UnlockRequest } from '../../../../src/shared/seat-session'
import { newStudy } from '../../store/study-fixture'
import { Rated } from './rated'

const coded = (code: string) => expect.objectContaining({ code }) as Error
const wrong = coded('session/wrong-pin')
const tooOften = coded('api/too-often')

function aPin() {
  const study = newStudy()
  let nowMs = 0
  const pin = new SupervisorPin(study, () => nowMs)
  return { study, pin, wait: (ms: number) => (nowMs += ms) }
}

test('only the right PIN passes, and none before one is set', async () => {
  const { pin } = aPin()
  expect(pin.isSet).toBe(false)
  await expect(pin.check('2468', 'desk')).rejects.toThrow(coded('desk/no-pin'))
  await pin.set('2468', 'supervisor')
  expect(pin.isSet).toBe(true)
  await expect(pin.check('2468', 'desk')).resolves.toBeUndefined()
  for (const other of ['2469', '02468', '246', '', ' 2468']) {
    await expect(pin.check(other, `desk ${other}`)).rejects.toThrow(wrong)
  }
  await pin.set('1357', 'studio')
  await expect(pin.check('2468', 'desk')).rejects.toThrow(wrong)
  await expect(pin.check('1357', 'desk')).resolves.toBeUndefined()
})

test('after five wrong tries a desk waits, longer each time, and the right one waits too', async () => {
  const { pin, wait } = aPin()
  await pin.set('2468', 'supervisor')
  for (let tries = 0; tries < 5; tries++) await expect(pin.check('0000', 'desk')).rejects.toThrow(wrong)
  await expect(pin.check('2468', 'desk')).rejects.toThrow(tooOften)
  await expect(pin.check('2468', 'another desk')).resolves.toBeUndefined()
  wait(10_000)
  await expect(pin.check('0000', 'desk')).rejects.toThrow(wrong)
  wait(19_000)
  await expect(pin.check('2468', 'desk')).rejects.toThrow(
    expect.objectContaining({
      message: expect.stringContaining('Wait 1 s,') as string,
      retryAfterMs: 1000,
    }) as Error,
  )
  wait(1000)
  await expect(pin.check('2468', 'desk')).resolves.toBeUndefined()
  await expect(pin.check('0000', 'desk')).rejects.toThrow(wrong)
})

test('the wait is told with the try that brings it', async () => {
  const { pin } = aPin()
  await pin.set('2468', 'supervisor')
  const waits: (number | undefined)[] = []
  for (let tries = 0; tries < 5; tries++) {
    await pin.check('0000', 'desk').catch((thrown: StudioError) => waits.push(thrown.retryAfterMs))
  }
  expect(waits).toEqual([0, 0, 0, 0, 10_000])
})

test('tries at the same time are counted too', async () => {
  const { pin } = aPin()
  await pin.set('2468', 'supervisor')
  const tries = Array.from({ length: 12 }, (_, number) => pin.check(`000${number % 10}`, 'desk'))
  const codes = (await Promise.allSettled(tries)).map((result) =>
    result.status === 'rejected' ? (result.reason as { code: string }).code : 'passed',
  )
  expect(codes.filter((code) => code === 'session/wrong-pin')).toHaveLength(5)
  expect(codes.filter((code) => code === 'api/too-often')).toHaveLength(7)
})

test('wrong tries are in the audit; no PIN is anywhere on the disk', async () => {
  const { study, pin } = aPin()
  await pin.set('73591486', 'supervisor')
  await expect(pin.check('81726354', 'desk')).rejects.toThrow(wrong)
  expect(study.audit.list()).toMatchObject([
    { action: 'pin.wrong', actor: 'desk', details: { seatId: 'desk', wrongCount: 1 } },
    { action: 'pin.set', actor: 'supervisor' },
  ])
  for (const ending of ['', '-wal']) {
    const file = readFileSync(study.paths.database + ending, 'latin1')
    expect(file).not.toMatch(/73591486|81726354/)
  }
})

test('a supervisor pauses, continues, resumes, ends and closes at the desk', async () => {
  const rated = await Rated.make({ preset: 'experiment-1-heat-maps' })
  await rated.sessions.setPin('2468', 'supervisor')
  const unlock = (action: UnlockRequest['action'], pin = '2468') =>
    rated.sessions.unlock(rated.seatId, { pin, action, reason: '' })
  await expect(unlock('close')).rejects.toThrow(coded('session/not-here'))
  const { id } = rated.started()
  await expect(unlock('pause', '1111')).rejects.toThrow(wrong)
  expect(rated.study.sessions.get(id).state).toBe('running')
  expect((await unlock('pause')).session?.view.state).toBe('paused')
  expect((await unlock('continue')).session?.view.state).toBe('running')
  await expect(unlock('resume')).rejects.toThrow(coded('session/not-allowed'))
  expect(await unlock('close')).toMatchObject({ session: null })
  expect(rated.study.sessions.get(id)).toMatchObject({ state: 'interrupted', seat: null })
  rated.act(id, { kind: 'resume', seatId: rated.seatId })
  rated.sessions.interruptAt(rated.seatId, 'gone')
  expect((await unlock('resume')).session?.view.state).toBe('running')
  expect((await unlock('abort')).session?.view.state).toBe('aborted')
  expect(await unlock('close')).toMatchObject({ session: null })
  const ready = rated.create()
  expect(await unlock('close')).toMatchObject({ session: null })
  expect(rated.study.sessions.get(ready.id).state).toBe('aborted')
})
