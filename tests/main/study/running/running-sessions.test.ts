import { v7 } from 'uuid'
import { describe, expect, test, vi } from 'vitest'
import { seatScreenSchema } from '../../../../src/shared/seat-session'
import { sessionSummarySchema } from '../../../../src/shared/session-control'
import { shownPictures } from '../../../../src/shared/trials/shown-pictures'
import { presetNames } from '../../../../src/shared/protocol-presets'
import { makeStoredPlan } from '../../../../src/main/study/stored/prepare-experiment'
import { changeByHand } from '../../../support/change-by-hand'
import { measurements, nextAnswer } from '../../../support/scripted-rater'
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

  test('names the pictures of the screens to come, and shows them under those names', async () => {
    const rated = await Rated.make(heatMaps)
    rated.started()
    const shown = () => {
      const { screen } = rated.screen().session!.view
      return screen === null ? [] : shownPictures(screen.trial)
    }
    const upcoming = () => rated.screen().session!.upcoming
    let compared = 0
    for (let before = upcoming(); rated.screen().session!.view.screen !== null; before = upcoming()) {
      expect(before.filter((picture) => shown().includes(picture))).toEqual([])
      rated.answer()
      for (const picture of shown()) {
        expect(before).toContain(picture)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(20)
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

const coded = (code: string) => expect.objectContaining({ code }) as Error

describe('an answer', () => {
  test('sent again is acknowledged again and stored once, also after it was taken back and after a restart', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    rated.answerUntil('item')
    const first = rated.answer()
    const after = rated.screen()
    expect(rated.sessions.answer(rated.seatId, first)).toEqual(after)
    rated.sessions.undo(rated.seatId, id)
    const asked = rated.screen()
    expect(rated.sessions.answer(rated.seatId, first)).toEqual(asked)
    const second = rated.answer()
    rated.restart()
    rated.act(id, { kind: 'resume', seatId: rated.seatId })
    for (const answer of [first, second]) expect(rated.sessions.answer(rated.seatId, answer)).toEqual(after)
    const stored = rated.study.ratings.history(id).filter(({ trialKey }) => trialKey === first.trialKey)
    expect(stored).toMatchObject([
      { id: first.id, attempt: 1, undo: { reason: expect.any(String) } },
      { id: second.id, attempt: 2, undo: null },
    ])
  })

  test('of another page of the desk to a screen that is answered is refused, and so is all that does not fit', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    rated.answerUntil('item')
    const [one, other] = [nextAnswer(rated.screen())!, nextAnswer(rated.screen(), 1)!]
    const otherDesk = v7()
    rated.sessions.answer(rated.seatId, one)
    const before = rated.study.ratings.history(id)
    const current = nextAnswer(rated.screen())!
    for (const [seatId, answer, code] of [
      [rated.seatId, other, 'session/other-screen'],
      [rated.seatId, { ...current, trialKey: '7.item.99' }, 'session/other-screen'],
      [rated.seatId, { ...current, answer: 'both' }, 'session/bad-answer'],
      [rated.seatId, { ...current, answer: { left: true } }, 'session/bad-answer'],
      [rated.seatId, { ...one, answer: 'right' }, 'session/bad-answer'],
      [rated.seatId, { ...one, measurements: { ...one.measurements, responseMs: 1 } }, 'session/bad-answer'],
      [rated.seatId, { ...current, id: one.id }, 'session/bad-answer'],
      [rated.seatId, { ...current, sessionId: v7() }, 'session/not-here'],
      [otherDesk, current, 'session/not-here'],
    ] as const) {
      expect(() => rated.sessions.answer(seatId, answer)).toThrow(coded(code))
    }
    expect(rated.study.ratings.history(id)).toEqual(before)
    expect(nextAnswer(rated.screen())).toMatchObject({ trialKey: current.trialKey })
  })

  test('before the start is refused', async () => {
    const rated = await Rated.make(heatMaps)
    const { id: sessionId } = rated.create()
    const answer = {
      ...nextAnswer(rated.screen()),
      id: v7(),
      sessionId,
      trialKey: '0.consent',
      answer: 'agree',
    }
    expect(() => rated.sessions.answer(rated.seatId, { ...answer, measurements })).toThrow(
      coded('session/not-allowed'),
    )
  })

  test.each([
    ['pause', { kind: 'pause', reason: 'a call' }],
    ['abort', { kind: 'abort', reason: 'felt unwell' }],
  ] as const)('that was given before a %s and arrives after it is stored', async (_, action) => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    rated.answerUntil('item')
    const late = nextAnswer(rated.screen())!
    rated.act(id, action)
    const shown = rated.sessions.answer(rated.seatId, late)
    expect(shown.session?.view.screen).toBeNull()
    expect(rated.study.ratings.get(late.id).trialKey).toBe(late.trialKey)
  })

  test('that arrives after a long interruption is stored, and the instructions still come again', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    rated.answerUntil('item')
    const late = nextAnswer(rated.screen())!
    rated.restart()
    rated.nowMs += 40 * 60_000
    rated.act(id, { kind: 'resume', seatId: rated.seatId })
    const page = rated.screen().session!.view.screen!
    expect(page.trial.kind).toBe('instruction')
    const shown = rated.sessions.answer(rated.seatId, late)
    expect(shown.session!.view.screen).toEqual(page)
    expect(rated.study.ratings.get(late.id).trialKey).toBe(late.trialKey)
    const [summary] = await rated.sessions.list()
    expect(summary!.view.gapsMs).toEqual([40 * 60_000])
  })

  test('of the desk where a session was is stored after the session went on at another', async () => {
    const rated = await Rated.make(heatMaps)
    const [id, other] = [rated.started().id, v7()]
    rated.answerUntil('item')
    const late = nextAnswer(rated.screen())!
    rated.sessions.interruptAt(rated.seatId, 'gone')
    rated.act(id, { kind: 'resume', seatId: other })
    expect(rated.screen()).toMatchObject({ session: null })
    expect(rated.sessions.answer(rated.seatId, late)).toMatchObject({ session: null })
    expect(rated.shown.at(-1)).toEqual([other, rated.screen(other)])
    expect(nextAnswer(rated.screen(other))!.trialKey).not.toBe(late.trialKey)
    const late2 = { ...nextAnswer(rated.screen(other))!, id: late.id }
    expect(() => rated.sessions.answer(rated.seatId, late2)).toThrow(coded('session/bad-answer'))
  })

  test('that completes a session after it was aborted completes it, and nobody is asked again', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    let last = nextAnswer(rated.screen())!
    while (rated.screen().session!.view.progress.done < rated.screen().session!.view.progress.total - 1)
      rated.answer()
    last = nextAnswer(rated.screen())!
    const open = rated.sessions.planChoices().plans[0]!.slots.open
    rated.act(id, { kind: 'abort', reason: 'power cut' })
    expect(rated.sessions.planChoices().plans[0]!.slots.open).toBe(open + 1)
    rated.sessions.answer(rated.seatId, last)
    expect(rated.study.sessions.get(id).state).toBe('complete')
    expect(rated.sessions.planChoices().plans[0]!.slots).toMatchObject({ open, complete: 1 })
  })

  test('that declines ends the session for good, and another person gets the whole slot', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    const open = rated.sessions.planChoices().plans[0]!.slots.open
    rated.sessions.answer(rated.seatId, { ...nextAnswer(rated.screen())!, answer: 'decline' })
    expect(rated.screen().session!.view).toMatchObject({ state: 'aborted', notice: 'declined' })
    expect(rated.sessions.planChoices().plans[0]!.slots.open).toBe(open + 1)
    expect(() => rated.act(id, { kind: 'resume', seatId: rated.seatId })).toThrow(
      coded('session/not-allowed'),
    )
  })
})

describe('a desk', () => {
  test('has one session at a time; one that is over makes room', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    rated.answerUntil('item')
    expect(() => rated.create()).toThrow(coded('session/not-allowed'))
    rated.act(id, { kind: 'abort', reason: 'left' })
    const shown = [...rated.lent.keys()]
    expect(shown).not.toEqual([])
    const takenBack = vi.spyOn(rated.lent, 'delete')
    const next = rated.create()
    expect(takenBack.mock.calls.flat()).toEqual(shown)
    expect(next.view.participantCode).toMatch(/^ULM-0002-/)
    expect(rated.screen().session?.id).toBe(next.id)
    expect((await rated.sessions.list()).map(({ seatId }) => seatId)).toEqual([rated.seatId, null])
  })

  test('is told to have been there when it was heard of last, by an answer or otherwise', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    const heardAt = async () => (await rated.sessions.list()).find((session) => session.id === id)!.heardAt
    const at = (ms: number) => new Date(ms).toISOString()
    rated.nowMs += 5000
    rated.answer()
    expect(await heardAt()).toBe(at(rated.nowMs))
    const answeredMs = rated.nowMs
    rated.nowMs += 7000
    expect(await heardAt()).toBe(at(answeredMs))
    rated.sessions.heard(rated.seatId)
    expect(await heardAt()).toBe(at(rated.nowMs))
  })

  test('that is gone interrupts what runs there, and nothing else', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.create()
    rated.sessions.interruptAt(rated.seatId, 'gone')
    expect(rated.study.sessions.get(id).state).toBe('ready')
    rated.act(id, { kind: 'start' })
    rated.sessions.interruptAt(rated.seatId, 'gone')
    expect(rated.told.at(-1)!.view).toMatchObject({ state: 'interrupted', reason: 'gone' })
    rated.sessions.interruptAt(v7(), 'gone')
  })

  test('tells its supervisor what happened to its window, now and after a restart', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    rated.sessions.noteIncident(rated.seatId, { kind: 'page-crashed', reason: 'oom' })
    rated.sessions.noteIncident(rated.seatId, { kind: 'left-kiosk' })
    const kinds = () => rated.told.at(-1)!.view.incidents.map(({ kind }) => kind)
    expect(kinds()).toEqual(['page-crashed', 'left-kiosk'])
    expect(rated.told.at(-1)!.view.state).toBe('running')
    rated.sessions.noteIncident(rated.seatId, { kind: 'page-given-up' })
    expect(rated.told.at(-1)!.view).toMatchObject({
      state: 'interrupted',
      reason: 'The page of the desk crashed again and again, and its window was closed.',
    })
    const { view: before } = rated.told.at(-1)!
    rated.restart()
    expect((await rated.sessions.list())[0]!.view).toEqual(before)
    expect(rated.study.sessionEvents.list(id, 'window-page-crashed')[0]!.details).toEqual({ reason: 'oom' })
    rated.sessions.noteIncident(v7(), { kind: 'left-kiosk' })
  })

  test('keeps what it says of itself, the latest with the session and all among the events', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.create()
    const spread = { count: 60, median: 16.7, p95: 17, sd: 0.1 }
    const report = {
      userAgent: 'a browser',
      viewport: { width: 1280, height: 800 },
      display: { width: 1920, height: 1080, pixelRatio: 1 },
      isFullScreen: true,
      isTouch: false,
      colourScheme: 'light' as const,
      prefersReducedMotion: false,
      selfTest: {
        frameIntervalMs: spread,
        lateFrames: 0,
        inputDelayMs: spread,
        clockStepMs: 0.1,
        hasPassed: true,
        warnings: [],
      },
      calibration: null,
    }
    rated.sessions.report(rated.seatId, id, report)
    rated.sessions.report(rated.seatId, id, { ...report, isFullScreen: false })
    expect(rated.told.at(-1)!.station).toEqual({ ...report, isFullScreen: false })
    expect(rated.study.sessionEvents.list(id, 'station-report')).toHaveLength(2)
  })
})

describe('a closed study', () => {
  test('leaves its sessions interrupted, and says why', async () => {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    rated.act(id, { kind: 'pause', reason: 'lunch' })
    rated.sessions.close()
    rated.restart()
    expect((await rated.sessions.list())[0]!.view).toMatchObject({
      state: 'interrupted',
      reason: 'The study was closed.',
    })
  })
})

describe('a plan whose protocol was changed by hand', () => {
  /** A study with two plans, of which the first has a running session and then cannot be read. */
  async function damaged() {
    const rated = await Rated.make(heatMaps)
    const { id } = rated.started()
    const { study } = rated
    const { protocolId } = study.plans.get(rated.planId)
    const { content } = study.protocols.get(protocolId)
    const copy = study.protocols.copy(protocolId)
    const mapsJobId = study.jobs.list()[0]!.id
    const request = { name: 'Other', protocolId: copy.id, mapsJobId, raters: null, seed: 2 }
    const { plan } = study.transaction(() => makeStoredPlan(study, request))
    changeByHand(study.paths.database, protocolId, { ...content, description: 'by hand' })
    rated.restart()
    return { rated, id, content, other: { planId: plan.id, protocolId: copy.id } }
  }

  test('is named with the reason, and a session of another plan starts at once', async () => {
    const { rated, other } = await damaged()
    const { plans, unreadable } = rated.sessions.planChoices()
    expect(plans).toMatchObject([{ id: other.planId, name: 'Other' }])
    expect(unreadable).toMatchObject([{ id: rated.planId, sessions: 1 }])
    expect(unreadable[0]!.reason).toContain("Somebody changed the study's file by hand")
    expect(await rated.sessions.list()).toEqual([])
    const seatId = v7()
    const request = { planId: other.planId, seatId, participantCode: null, language: 'en' } as const
    const { id } = rated.sessions.create(request, 'supervisor')
    rated.act(id, { kind: 'start' })
    rated.answerUntil(null, seatId)
    expect(await rated.sessions.list()).toMatchObject([{ id, view: { state: 'complete' } }])
  })

  test('is told apart from one of another program, whose reason names no model', async () => {
    const { rated, content, other } = await damaged()
    const models = [{ name: 'vgg-secret', cpr: 1 }]
    rated.study.protocols.edit(other.protocolId, { ...content, models })
    const { plans, unreadable } = rated.sessions.planChoices()
    expect(plans).toEqual([])
    expect(unreadable.map(({ name }) => name)).toEqual(['Other', 'Experiment 1, heat-maps'])
    expect(unreadable[0]!.reason).toContain('another version of Sweetspot')
    expect(JSON.stringify(unreadable)).not.toMatch(/vgg-secret|cpr/)
  })

  test('keeps its session, whose desk can be given up and whose study can be closed', async () => {
    const { rated, id } = await damaged()
    expect(() => rated.screen()).toThrow(coded('desk/unreadable-session'))
    expect(() => rated.screen()).toThrow("Somebody changed the study's file by hand")
    rated.sessions.interruptAt(rated.seatId, 'The desk was removed.')
    rated.sessions.close()
    expect(rated.study.sessions.get(id).state).toBe('interrupted')
  })
})
