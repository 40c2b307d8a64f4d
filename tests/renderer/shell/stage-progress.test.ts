import { expect, test } from 'vitest'
import {
  analysisProgress,
  plansProgress,
  protocolsProgress,
  sessionsProgress,
} from '../../../src/renderer/src/shell/stage-progress'
import { stagesOf, type StudyCounts, type StudyOverview } from '../../../src/shared/study-overview'

const counts: StudyCounts = {
  datasets: 1,
  images: 10,
  models: 2,
  maps: 20,
  stimulusSets: 1,
  protocols: 1,
  plans: 1,
  slots: 10,
  openSlots: 6,
  sessions: { ready: 0, running: 0, paused: 0, interrupted: 0, complete: 4, aborted: 0 },
  ratings: { own: 0, simulated: 0, imported: 0 },
}

const study = (change: Partial<StudyCounts>): StudyOverview => {
  const changed = { ...counts, ...change }
  return {
    id: '0199',
    name: 'Study',
    description: '',
    folder: '/study',
    isReadOnly: false,
    site: { name: 'Ulm', prefix: 'ULM' },
    createdAt: '2026-01-31T09:30:00.000Z',
    counts: changed,
    stages: stagesOf(changed, []),
  }
}

const withSessions = (change: Partial<StudyCounts['sessions']>) =>
  study({ sessions: { ...counts.sessions, ...change } })

test('stages say what there is', () => {
  expect(protocolsProgress(study({ protocols: 0 }))).toEqual({ kind: 'empty', word: 'None yet' })
  expect(protocolsProgress(study({ protocols: 2 }))).toEqual({ kind: 'done', word: '2 versions' })
  expect(plansProgress(study({ plans: 1 }))).toEqual({ kind: 'done', word: '1 plan' })
})

test('sessions say first what needs a person, then what goes on, then what is left', () => {
  expect(sessionsProgress(withSessions({ running: 2, interrupted: 1 }))).toEqual({
    kind: 'attention',
    word: '1 interrupted',
  })
  expect(sessionsProgress(withSessions({ running: 2, paused: 1 }))).toEqual({
    kind: 'working',
    word: '3 under way',
  })
  expect(sessionsProgress(study({}))).toEqual({ kind: 'working', word: '4 of 10 complete' })
  expect(sessionsProgress(study({ plans: 0, openSlots: 0 }))).toEqual({ kind: 'empty', word: 'No plan yet' })
})

test('answers of people and files come first, and simulated ones are called so', () => {
  expect(analysisProgress(study({}))).toEqual({ kind: 'empty', word: 'No answers yet' })
  expect(analysisProgress(study({ ratings: { own: 0, simulated: 9, imported: 0 } })).word).toBe(
    'Simulated only',
  )
  expect(analysisProgress(study({ ratings: { own: 3, simulated: 9, imported: 4 } })).word).toBe('7 answers')
})
