import { expect, test } from 'vitest'
import { sessionStates } from '../../src/shared/records/session-records'
import { stagesOf, type NewestJobs, type StudyCounts } from '../../src/shared/study-overview'

const noSessions = Object.fromEntries(sessionStates.map((state) => [state, 0])) as StudyCounts['sessions']
const nothing: StudyCounts = {
  datasets: 0,
  images: 0,
  models: 0,
  maps: 0,
  stimulusSets: 0,
  protocols: 0,
  plans: 0,
  slots: 0,
  openSlots: 0,
  sessions: noSessions,
  ratings: { own: 0, simulated: 0, imported: 0 },
}
const stages = (counts: Partial<StudyCounts>, jobs: NewestJobs = []) =>
  stagesOf({ ...nothing, ...counts }, jobs)

test('a new study is empty at every stage', () => {
  expect(new Set(Object.values(stages({})))).toEqual(new Set(['empty']))
})

test.each([
  ['running', 'working'],
  ['queued', 'working'],
  ['failed', 'attention'],
  ['interrupted', 'attention'],
  ['cancelled', 'done'],
  ['done', 'done'],
] as const)('models with a job that is %s are %s', (state, expected) => {
  expect(stages({ models: 1 }, [{ kind: 'prune', state }]).models).toBe(expected)
})

test('the newest job of a stage decides, and jobs of other stages do not', () => {
  const jobs: NewestJobs = [
    { kind: 'maps', state: 'failed' },
    { kind: 'prune', state: 'done' },
    { kind: 'train', state: 'failed' },
  ]
  expect(stages({ models: 2 }, jobs)).toMatchObject({ models: 'done', maps: 'attention', data: 'empty' })
})

test('sessions are done when every place is taken by a complete one, and wait for a person when one broke off', () => {
  const plan = { plans: 1, slots: 2 }
  const sessions = (states: Partial<StudyCounts['sessions']>, openSlots: number) =>
    stages({ ...plan, openSlots, sessions: { ...noSessions, ...states } }).sessions
  expect(sessions({}, 2)).toBe('working')
  expect(sessions({ complete: 1 }, 1)).toBe('working')
  expect(sessions({ complete: 1, paused: 1 }, 0)).toBe('working')
  expect(sessions({ complete: 2 }, 0)).toBe('done')
  expect(sessions({ complete: 1, interrupted: 1 }, 0)).toBe('attention')
})

test('the analysis is done with the answers of people, not with simulated ones', () => {
  const plan = { plans: 1, slots: 1 }
  expect(stages({ ...plan, ratings: { own: 0, simulated: 900, imported: 0 } }).analysis).toBe('working')
  expect(stages({ ratings: { own: 0, simulated: 0, imported: 900 } }).analysis).toBe('done')
  const waiting = { ...plan, openSlots: 1, ratings: { own: 0, simulated: 0, imported: 900 } }
  expect(stages(waiting).analysis).toBe('working') // the plan's own answers are still to come
  const complete = { ...plan, sessions: { ...noSessions, complete: 1 } }
  expect(stages({ ...complete, ratings: { own: 9, simulated: 0, imported: 0 } }).analysis).toBe('done')
  expect(stages({ ...plan, openSlots: 1, ratings: { own: 9, simulated: 0, imported: 0 } }).analysis).toBe(
    'working',
  )
})
