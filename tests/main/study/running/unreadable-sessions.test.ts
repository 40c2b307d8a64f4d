import { describe, expect, test } from 'vitest'
import { v7 } from 'uuid'
import { changeByHand, damageByHand, writeAsOther } from '../../../support/change-by-hand'
import { makeStoredPlan } from '../../../../src/main/study/stored/prepare-experiment'
import { takeOffUnread } from '../../../../src/main/study/running/desks'
import { Rated } from './rated'

const coded = (code: string) => expect.objectContaining({ code }) as Error
const unreadable = coded('desk/unreadable-session')

/** What can happen to a stored protocol. */
const damages = {
  'was changed by hand': (path: string, id: string, content: object) =>
    changeByHand(path, id, { ...content, description: 'by hand' }),
  'is of a newer version': (path: string, id: string, content: object) =>
    writeAsOther(path, id, { ...content, format: 99 }),
  'is no JSON any more': (path: string, id: string) => damageByHand(path, id, '{"task": '),
} as const

/** A person has rated three items; then the program was started again, and the protocol cannot be used. */
async function unreadableSession(damage: keyof typeof damages = 'was changed by hand') {
  const rated = await Rated.make({ preset: 'experiment-1-heat-maps' })
  await rated.sessions.setPin('2468', 'supervisor')
  const { id } = rated.started()
  rated.answerUntil('item')
  for (let items = 0; items < 3; items++) rated.answer()
  const { study } = rated
  const { protocolId } = study.plans.get(rated.planId)
  const { content } = study.protocols.get(protocolId)
  const copy = study.protocols.copy(protocolId)
  const mapsJobId = study.jobs.list()[0]!.id
  const request = { name: 'Other', protocolId: copy.id, mapsJobId, raters: null, seed: 2 }
  const other = study.transaction(() => makeStoredPlan(study, request)).plan
  const { database } = study.paths
  damages[damage](database, protocolId, content)
  rated.restart()
  return {
    rated,
    id,
    otherPlanId: other.id,
    history: rated.study.ratings.history(id),
    restore: () => {
      writeAsOther(database, protocolId, content)
      rated.restart()
    },
    close: (pin = '2468') => rated.sessions.unlock(rated.seatId, { pin, action: 'close', reason: '' }),
  }
}

/** The session is whole: it is resumed where it stood and goes to its end. */
function goOn(rated: Rated, id: string, answeredBefore: number): void {
  rated.act(id, { kind: 'resume', seatId: rated.seatId })
  rated.answerUntil(null)
  expect(rated.study.sessions.get(id).state).toBe('complete')
  expect(rated.study.ratings.history(id).length).toBeGreaterThan(answeredBefore)
}

describe.each(Object.keys(damages) as (keyof typeof damages)[])('a session whose protocol %s', (damage) => {
  test('gives up its desk to the PIN, is interrupted, and loses nothing', async () => {
    const { rated, id, history, restore, close } = await unreadableSession(damage)
    expect(() => rated.screen()).toThrow(unreadable)
    await expect(close('1111')).rejects.toThrow(coded('session/wrong-pin'))
    expect(rated.study.sessions.get(id).seat).toBe(rated.seatId)

    expect(await close()).toMatchObject({ session: null })
    expect(rated.screen()).toMatchObject({ session: null })
    expect(rated.study.sessions.get(id)).toMatchObject({ state: 'interrupted', seat: null })
    expect(rated.study.ratings.history(id)).toEqual(history)

    restore()
    const [summary] = await rated.sessions.list()
    expect(summary).toMatchObject({
      id,
      seatId: null,
      view: { state: 'interrupted', reason: 'At the desk, with the PIN.' },
    })
    goOn(rated, id, history.length)
  })
})

describe('a session that cannot be read', () => {
  test('tells those who run sessions why and what to do, and names no model', async () => {
    const { rated } = await unreadableSession('is of a newer version')
    expect(() => rated.screen()).toThrow(/ULM-0001.*cannot be shown.*another version of Sweetspot.*PIN/s)
  })

  test('can do nothing else at its desk', async () => {
    const { rated, id } = await unreadableSession()
    for (const action of ['pause', 'resume', 'abort'] as const) {
      const unlocking = rated.sessions.unlock(rated.seatId, { pin: '2468', action, reason: 'r' })
      await expect(unlocking).rejects.toThrow(unreadable)
    }
    expect(rated.study.sessions.get(id)).toMatchObject({ state: 'interrupted', seat: rated.seatId })
  })

  test('is interrupted also where it ran until then', async () => {
    const rated = await Rated.make({ preset: 'experiment-1-heat-maps' })
    const { id } = rated.started()
    takeOffUnread({ study: rated.study, now: () => rated.nowMs }, rated.study.sessions.get(id), 'Unread')
    expect(rated.study.sessions.get(id)).toMatchObject({
      state: 'interrupted',
      stateReason: 'Unread',
      seat: null,
    })
  })

  test('makes room for a session of another plan, and goes on later', async () => {
    const { rated, id, otherPlanId, history, restore } = await unreadableSession()
    const request = { planId: otherPlanId, participantCode: null, language: 'en' } as const
    const next = rated.sessions.create({ ...request, seatId: rated.seatId }, 'supervisor')
    expect(rated.screen().session?.id).toBe(next.id)
    expect(rated.study.sessions.get(id)).toMatchObject({ state: 'interrupted', seat: null })
    restore()
    rated.act(next.id, { kind: 'abort', reason: 'r' })
    goOn(rated, id, history.length)
  })

  test('that has not begun can be aborted, when it can be read again, for its place', async () => {
    const { rated, restore, close } = await unreadableSession()
    restore()
    const seatId = v7()
    const ready = rated.create({ seatId })
    const { protocolId } = rated.study.plans.get(rated.planId)
    const { content } = rated.study.protocols.get(protocolId)
    changeByHand(rated.study.paths.database, protocolId, { ...content, description: 'by hand' })
    rated.restart()
    await rated.sessions.unlock(seatId, { pin: '2468', action: 'close', reason: '' })
    expect(rated.screen(seatId)).toMatchObject({ session: null })
    changeByHand(rated.study.paths.database, protocolId, content)
    rated.restart()
    const before = rated.study.plans.openSlots(rated.planId).length
    rated.act(ready.id, { kind: 'abort', reason: 'Never began' })
    expect(rated.study.plans.openSlots(rated.planId)).toHaveLength(before + 1)
    await close()
  })
})
