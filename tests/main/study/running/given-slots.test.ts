import { v7 } from 'uuid'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionAction, SessionSummary } from '../../../../src/shared/session-control'
import type { RatedStudyOptions } from '../../../support/rated-study'
import { Rated } from './rated'

const small: RatedStudyOptions = {
  preset: 'experiment-2',
  imagesPerClass: 2,
  classCount: 2,
  change: (content) => ({
    ...content,
    timeline: content.timeline.filter(({ type }) => ['consent', 'rating', 'end'].includes(type)),
  }),
}
/** 2 classes × 2 images × 3 models. */
const itemCount = 12
const coded = (code: string) => expect.objectContaining({ code }) as Error
const because = { reason: 'a reason' }

/** How often each stimulus has an answer that counts, and by how many people. */
function counted(rated: Rated): Map<string, { readonly ratings: number; readonly raters: number }> {
  const rows = [...rated.study.ratings.forAnalysis({ task: 'classify', source: 'own' })]
  const groups = Map.groupBy(rows, ({ itemId }) => itemId)
  return new Map(
    [...groups].map(([item, members]) => [
      item,
      { ratings: members.length, raters: new Set(members.map(({ raterId }) => raterId)).size },
    ]),
  )
}

/** Lets new people do everything that is open. */
function finish(rated: Rated): void {
  while (rated.sessions.planChoices().plans[0]!.slots.open > 0) {
    const seatId = v7()
    rated.started({ seatId })
    rated.answerUntil(null, seatId)
  }
}

function expectWhole(rated: Rated): void {
  const items = counted(rated)
  expect(items.size).toBe(itemCount)
  for (const count of items.values()) expect(count).toEqual({ ratings: 2, raters: 2 })
}

describe('a slot that comes back', () => {
  test('is followed by one with what is missing: same order, same sides', async () => {
    const rated = await Rated.make({ ...small, preset: 'experiment-1-heat-maps' })
    const { id } = rated.started()
    rated.answerUntil('item')
    rated.answer()
    rated.answer()
    rated.act(id, { kind: 'abort', reason: 'ill' })
    const { study, planId } = rated
    const [first] = study.plans.slots(planId)
    const replacement = study.plans.slots(planId).at(-1)!
    expect(replacement).toMatchObject({ replacesId: first!.id, withdrawnAt: null })
    const itemsOf = (slotId: string) =>
      study.plans
        .trials(slotId)
        .filter(({ stimulusId }) => stimulusId !== null)
        .map(({ stimulusId, leftModelId, parameters }) => ({ stimulusId, leftModelId, parameters }))
    expect(itemsOf(replacement.id)).toEqual(itemsOf(first!.id).slice(2))
  })

  test('is the person’s again while nobody has begun with the rest, and not afterwards', async () => {
    const rated = await Rated.make(small)
    const open = () => rated.sessions.planChoices().plans[0]!.slots.open
    const before = open()
    const { id } = rated.started()
    rated.answerUntil('item')
    rated.act(id, { kind: 'abort', ...because })
    expect(open()).toBe(before)
    rated.act(id, { kind: 'resume', seatId: rated.seatId })
    expect(open()).toBe(before - 1)
    rated.answer()
    rated.act(id, { kind: 'abort', ...because })
    for (let count = 0; count < before; count++) rated.started({ seatId: v7() })
    expect(open()).toBe(0)
    expect(() => rated.act(id, { kind: 'resume', seatId: rated.seatId })).toThrow(coded('plan/bad-slot'))
    expect(rated.study.sessions.get(id).state).toBe('aborted')
  })

  test('counts again after an exclusion only as far as nobody has taken it over', async () => {
    const rated = await Rated.make(small)
    const { id } = rated.started()
    rated.answerUntil(null)
    rated.act(id, { kind: 'exclude', ...because })
    expect(() => rated.act(id, { kind: 'exclude', ...because })).toThrow(coded('session/not-allowed'))
    rated.act(id, { kind: 'include', ...because })
    rated.act(id, { kind: 'exclude', ...because })
    finish(rated)
    expect(() => rated.act(id, { kind: 'include', ...because })).toThrow(coded('plan/bad-slot'))
    expectWhole(rated)
  })

  test('of an aborted session counts again where only what was missing was taken over', async () => {
    const rated = await Rated.make(small)
    const { id } = rated.started()
    rated.answerUntil('item')
    rated.answer()
    rated.act(id, { kind: 'abort', ...because })
    finish(rated)
    rated.act(id, { kind: 'exclude', ...because })
    expect(rated.sessions.planChoices().plans[0]!.slots.open).toBe(1)
    rated.act(id, { kind: 'include', ...because })
    expect(rated.sessions.planChoices().plans[0]!.slots.open).toBe(0)
    expectWhole(rated)
  })

  test('cannot go on while its answers are set aside', async () => {
    const rated = await Rated.make(small)
    const { id } = rated.started()
    expect(() => rated.act(id, { kind: 'exclude', ...because })).toThrow(coded('session/not-allowed'))
    rated.sessions.interruptAt(rated.seatId, 'gone')
    rated.act(id, { kind: 'exclude', ...because })
    expect(() => rated.act(id, { kind: 'resume', seatId: rated.seatId })).toThrow(
      coded('session/not-allowed'),
    )
    rated.act(id, { kind: 'include', ...because })
    expect(rated.act(id, { kind: 'resume', seatId: rated.seatId }).view.state).toBe('running')
  })
})

test('whatever supervisors do in whatever order, every item ends with its ratings by as many people', async () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant('new' as const) },
    fc.record({
      session: fc.nat(5),
      kind: fc.constantFrom('abort', 'resume', 'exclude', 'include', 'close', 'answer', 'finish', 'restart'),
      count: fc.integer({ min: 1, max: 8 }),
    }),
  )
  const template = await Rated.make(small)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      const rated = template.copy()
      const sessions: SessionSummary[] = []
      const seatOf = new Map<string, string>()
      for (const one of steps) {
        const seatId = v7()
        if (one === 'new') {
          const created = attempt(() => rated.started({ seatId }))
          if (created === undefined) continue
          sessions.push(created)
          seatOf.set(created.id, seatId)
          continue
        }
        const id = sessions[one.session % Math.max(1, sessions.length)]?.id
        if (id === undefined) continue
        const at = seatOf.get(id)!
        const { kind } = one
        if (kind === 'restart') rated.restart()
        else if (kind === 'finish') attempt(() => rated.answerUntil(null, at))
        else if (kind === 'answer') {
          attempt(() => rated.answerUntil('item', at))
          attempt(() => rated.answerUntil(null, at, one.count))
        } else attempt(() => rated.act(id, actionOf(kind, at)))
      }
      for (const { id, view } of await rated.sessions.list()) {
        if (view.state === 'running' || view.state === 'interrupted')
          rated.act(id, { kind: 'abort', ...because })
      }
      finish(rated)
      expectWhole(rated)
      expect(rated.study.integrityProblems()).toEqual([])
    }),
    { numRuns: 25 },
  )
})

function actionOf(kind: 'abort' | 'resume' | 'exclude' | 'include' | 'close', seatId: string): SessionAction {
  if (kind === 'resume') return { kind, seatId }
  return kind === 'close' ? { kind } : { kind, ...because }
}

/** What is not allowed at this moment changes nothing. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    expect(error).toMatchObject({ name: 'StudioError' })
    return undefined
  }
}
