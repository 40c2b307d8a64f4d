import { describe, expect, test } from 'vitest'
import { commandText, folderNameOf, holdingsOf, nextStep } from '../../../src/renderer/src/study/study-words'
import { sessionStates } from '../../../src/shared/records/session-records'
import {
  workStages,
  type StageState,
  type StudyCounts,
  type WorkStage,
} from '../../../src/shared/study-overview'

const allStages = (state: StageState, others: Partial<Record<WorkStage, StageState>> = {}) => ({
  stages: {
    ...(Object.fromEntries(workStages.map((stage) => [stage, state])) as Record<WorkStage, StageState>),
    ...others,
  },
})

describe('the next step', () => {
  test('of a new study is to bring in images', () => {
    expect(nextStep(allStages('empty')).title).toBe('Bring in images')
  })

  test('follows the order of the work', () => {
    expect(nextStep(allStages('empty', { data: 'done', models: 'done' })).title).toBe('Make maps')
    expect(nextStep(allStages('done', { sessions: 'working', analysis: 'working' })).title).toBe(
      'Let people rate',
    )
  })

  test('is what waits for a person before all else', () => {
    expect(nextStep(allStages('empty', { sessions: 'attention' })).title).toBe('A session broke off')
  })

  test('of a study of imported answers alone is to look at the results', () => {
    expect(nextStep(allStages('empty', { analysis: 'done' })).title).toBe('Look at the results')
  })

  test('is there for every state of every stage', () => {
    for (const stage of workStages) {
      for (const state of ['empty', 'working', 'done', 'attention'] as const) {
        expect(nextStep(allStages('done', { [stage]: state })).title).not.toBe('')
      }
    }
  })
})

test('a command names the study where it asks for it', () => {
  expect(commandText('report --study', '/data/my study')).toBe(
    'npm run sweetspot -- report --study "/data/my study"',
  )
  expect(commandText('stimuli --help', '/data')).toBe('npm run sweetspot -- stimuli --help')
})

test('simulated answers are never shown as answers', () => {
  const counts: StudyCounts = {
    datasets: 1,
    images: 3600,
    models: 6,
    maps: 1,
    stimulusSets: 0,
    protocols: 0,
    plans: 0,
    slots: 0,
    openSlots: 0,
    sessions: Object.fromEntries(sessionStates.map((state) => [state, 0])) as StudyCounts['sessions'],
    ratings: { own: 1, simulated: 1800, imported: 0 },
  }
  expect(holdingsOf('analysis', counts)).toBe('1 answer of people, 1,800 SIMULATED')
  expect(holdingsOf('data', counts)).toBe('1 data set, 3,600 images')
  expect(holdingsOf('sessions', counts)).toBe('')
})

test.each([
  ['Less is more', 'less-is-more'],
  [' Überblick: 2. Teil! ', 'uberblick-2-teil'],
  ['../../etc', 'etc'],
  ['漢字', ''],
])('the folder of %j is %j', (name, expected) => {
  expect(folderNameOf(name)).toBe(expected)
})
