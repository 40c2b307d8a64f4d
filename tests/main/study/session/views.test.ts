import { describe, expect, expectTypeOf, test } from 'vitest'
import { composeTrial } from '../../../../src/main/study/session/compose-trial'
import { blindTrial, raterView } from '../../../../src/main/study/session/rater-view'
import { sessionStatus } from '../../../../src/main/study/session/session-state'
import { supervisorView } from '../../../../src/main/study/session/supervisor-view'
import { simulateSession } from '../../../../src/main/study/simulation/simulate-session'
import { panels } from '../../../../src/main/study/simulation/panels'
import { seededRandom } from '../../../../src/shared/seeded-random'
import { presetNames } from '../../../../src/shared/protocol-presets'
import type { RaterView, SupervisorView } from '../../../../src/shared/session-views'
import { hasPassed, trialRowSchema, type TrialRow } from '../../../../src/shared/trials/trial-row'
import { nextStep } from '../../../../src/main/study/session/session-steps'
import { smallProtocol } from '../small-protocols'
import { sessionMaterial } from './session-fixture'

/** Every name of a property anywhere in a type. */
type KeysDeep<T> = T extends readonly (infer Entry)[]
  ? KeysDeep<Entry>
  : T extends object
    ? { [K in keyof T]: K | KeysDeep<T[K]> }[keyof T]
    : never
type Revealing =
  'hidden' | 'model' | 'leftModel' | 'rightModel' | 'chosenModel' | 'evidence' | 'expected' | 'item'

test('neither view has a field for a model or an answer', () => {
  expectTypeOf<Extract<KeysDeep<RaterView>, Revealing>>().toBeNever()
  expectTypeOf<Extract<KeysDeep<SupervisorView>, Revealing>>().toBeNever()
})

const id = '0197c3a0-0000-7000-8000-000000000000'

const simulated = (preset: (typeof presetNames)[number]) => {
  const material = sessionMaterial(smallProtocol(preset))
  const { rows, events } = simulateSession({
    material,
    profile: panels.attentive.draw(seededRandom(1)),
    seed: 3,
    sessionId: id,
    protocolId: id,
    startedAt: '2026-01-31T09:30:00.000Z',
    newId: () => id,
  })
  const plan = { timeline: material.content.timeline, slot: material.slot }
  const answers = rows.map((row: TrialRow) => ({
    ...row,
    ratingId: row.id,
    hasPassed: hasPassed(row),
    isUndone: false,
  }))
  return { material, plan, rows, events, answers }
}

describe.each(presetNames)('%s', (preset) => {
  const { material, plan, rows, events, answers } = simulated(preset)
  const secrets = [
    ...material.content.models.map(({ name }) => name),
    ...[...material.images.values(), ...material.reserve].flatMap(({ id: image, original }) => [
      image,
      original,
    ]),
    '.png',
  ]

  test('shows a rater no model, image or file name in any screen of a session', () => {
    const kinds = new Set<string>()
    for (let count = 0; count < rows.length; count++) {
      const log = { events, answers: answers.slice(0, count) }
      const view = raterView(material, sessionStatus(plan, log, 'simulation'))
      const text = JSON.stringify(view)
      expect(view.screen).not.toBeNull()
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
      kinds.add(view.screen!.trial.kind)
    }
    expect(kinds).not.toContain('attention-check')
    expect(kinds).toContain(material.content.task.kind)
  })

  test('shows a supervisor the course of a session, without models or answers', () => {
    const log = { events, answers }
    const view = supervisorView('ULM-0042-D', plan, log, sessionStatus(plan, log, 'simulation'))
    expect(secrets.filter((secret) => JSON.stringify(view).includes(secret))).toEqual([])
    expect(view).toMatchObject({ state: 'complete', progress: { done: 8, total: 8 } })
    expect(view.checks.passed + view.checks.failed).toBe(2)
  })

  test('says the typical pace and response time, which one long break between two items does not change', () => {
    const startMs = Date.parse('2026-01-05T09:00:00.000Z')
    const items = answers.filter(({ trialKey }) => trialKey.includes('.item.')).slice(0, 5)
    const view = (secondsOfItems: readonly number[]) => {
      const marks = secondsOfItems.map((seconds, index) => ({
        ...items[index]!,
        recordedAt: new Date(startMs + 1000 * seconds).toISOString(),
        responseMs: 1000 * (index + 1),
        isUndone: false,
      }))
      const log = { events, answers: marks }
      return supervisorView('ULM-0042-D', plan, log, sessionStatus(plan, log, 'simulation'))
    }
    expect(view([0])).toMatchObject({ itemsPerMinute: null, medianResponseMs: 1000 })
    expect(view([0, 10, 30])).toMatchObject({ itemsPerMinute: 4, medianResponseMs: 2000 }) // steps of 10 and 20 s
    expect(view([0, 10, 600, 610, 620])).toMatchObject({ itemsPerMinute: 6, medianResponseMs: 3000 })
  })

  test('leaves rows of the declared form, all labelled as simulated, each item of the slot once', () => {
    for (const row of rows) expect(trialRowSchema.parse(row)).toEqual(row)
    expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['simulated']))
    const positions = rows.flatMap(({ position }) => position ?? [])
    expect(positions).toEqual(material.slot.trials.map((_, position) => position))
  })
})

test('an attention check looks like the trials around it', () => {
  const material = sessionMaterial(smallProtocol('experiment-1-heat-maps'))
  const block = material.content.timeline.findIndex(({ type }) => type === 'rating')
  const check = composeTrial(material, { key: `${block}.check.0`, block, type: 'check', number: 0 })
  const item = composeTrial(material, { key: `${block}.item.0`, block, type: 'item', position: 0 })
  const [checkShown, itemShown] = [blindTrial(check), blindTrial(item)]
  expect(checkShown.kind).toBe(itemShown.kind)
  expect(Object.keys(checkShown.shown)).toEqual(Object.keys(itemShown.shown))
  // Known answer: the same map on both sides.
  expect(checkShown.kind === 'pair' && checkShown.shown.left === checkShown.shown.right).toBe(true)
})

test('a session starts with the first block', () => {
  const { plan } = simulated('experiment-2')
  expect(nextStep(plan, new Map())).toMatchObject({ key: '0.consent' })
})
