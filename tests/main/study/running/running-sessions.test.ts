import { describe, expect, test } from 'vitest'
import { seatScreenSchema } from '../../../../src/shared/seat-session'
import { sessionSummarySchema } from '../../../../src/shared/session-control'
import { presetNames } from '../../../../src/shared/protocol-presets'
import { Rated } from './rated'

const heatMaps = { preset: 'experiment-1-heat-maps' } as const

describe('a session', () => {
  test.each(presetNames)('of %s goes from code to thanks', async (preset) => {
    const rated = await Rated.make({ preset })
    const created = rated.create()
    expect(sessionSummarySchema.parse(created)).toEqual(created)
    expect(created.view).toMatchObject({
      participantCode: expect.stringMatching(/^ULM-0001-/),
      state: 'ready',
    })
    expect(rated.screen().session?.view).toMatchObject({ state: 'ready', notice: 'waiting', screen: null })
    rated.act(created.id, { kind: 'start' })
    rated.answerUntil('item')
    const screen = rated.screen()
    expect(seatScreenSchema.parse(screen)).toEqual(screen)
    expect(screen.session!.upcoming.length).toBeGreaterThanOrEqual(6)
    rated.answerUntil(null)
    expect(rated.screen().session?.view).toMatchObject({ state: 'complete', notice: 'end' })
    expect(rated.study.sessions.get(created.id).state).toBe('complete')
    expect(rated.lent.size).toBe(0)
    const [summary] = await rated.sessions.list()
    expect(summary?.view).toMatchObject({ state: 'complete' })
    expect(summary!.view.progress.done).toBe(summary!.view.progress.total)
    rated.act(created.id, { kind: 'close' })
    expect(rated.screen()).toEqual({ session: null, language: 'en' })
  })

  test('is the same after a restart, whenever that comes', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    for (let count = 0; rated.screen().session!.view.screen !== null; count++) {
      rated.answer()
      if (count % 3 !== 0) continue
      const before = rated.screen()
      const [summary] = await rated.sessions.list()
      rated.restart()
      if (before.session!.view.state === 'complete') break
      expect((await rated.sessions.list())[0]!.view).toEqual({
        ...summary!.view,
        state: 'interrupted',
        reason: 'The program ended while the session was open.',
      })
      expect(rated.screen().session!.view).toMatchObject({ state: 'interrupted', screen: null })
      rated.act(id, { kind: 'resume', seatId: rated.seatId })
      expect(rated.screen()).toEqual(before)
    }
  })
})
