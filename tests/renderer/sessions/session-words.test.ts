import { describe, expect, test } from 'vitest'
import {
  concernsOf,
  courseOf,
  durationText,
  isUnderWay,
  timeLeftText,
  unlistedText,
} from '../../../src/renderer/src/sessions/session-words'
import type { SessionSummary } from '../../../src/shared/session-control'

const view: SessionSummary['view'] = {
  participantCode: 'ULM-0001-V',
  state: 'running',
  reason: null,
  block: 'rating',
  progress: { done: 20, total: 60 },
  itemsPerMinute: 8,
  medianResponseMs: 2000,
  focusLosses: 0,
  fullScreenExits: 0,
  hiddenMs: 0,
  undoneAnswers: 0,
  checks: { passed: 2, failed: 0 },
  practice: { right: 3, wrong: 1 },
  comprehension: { right: 2, wrong: 0 },
  gapsMs: [],
  notes: [],
  incidents: [],
}

const session = (change: Partial<SessionSummary['view']> = {}): SessionSummary => ({
  id: '0199',
  planId: '0199',
  planName: 'Main',
  seatId: null,
  language: 'en',
  view: { ...view, ...change },
  station: null,
  createdAt: '2026-01-31T09:30:00.000Z',
  heardAt: '2026-01-31T09:40:00.000Z',
  exclusionReason: null,
})

describe('what a supervisor should look at', () => {
  test('is nothing in a session without trouble', () => {
    expect(concernsOf(session())).toEqual([])
  })

  test('names each kind of trouble with its count', () => {
    const troubled = session({
      checks: { passed: 1, failed: 2 },
      focusLosses: 1,
      fullScreenExits: 2,
      hiddenMs: 4200,
      gapsMs: [60_000],
      comprehension: { right: 2, wrong: 1 },
      incidents: (['page-crashed', 'display-lost', 'page-crashed'] as const).map((kind) => ({
        recordedAt: '2026-01-31T09:35:00.000Z',
        kind,
      })),
    })
    expect(concernsOf(troubled)).toEqual([
      '2 of 3 attention checks failed',
      '1 wrong answer about the instructions',
      'left full screen 2 times',
      '1 focus loss',
      'page hidden for 4 s',
      '1 interruption',
      'its page crashed and was loaded again (2 times)',
      'its screen was unplugged',
    ])
  })
})

test('the time left is what remains at the present pace', () => {
  expect(timeLeftText(view)).toBe('about 5 min left') // 40 items at 8 a minute
  expect(timeLeftText({ ...view, itemsPerMinute: null })).toBeNull()
  expect(timeLeftText({ ...view, progress: { done: 60, total: 60 } })).toBeNull()
})

test.each([
  [4200, '4 s'],
  [59_400, '59 s'],
  [720_000, '12 min'],
  [3_900_000, '1 h 5 min'],
])('%i ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

test('a session is under way until it is over or excluded', () => {
  expect(isUnderWay(session({ state: 'interrupted' }))).toBe(true)
  expect(isUnderWay(session({ state: 'complete' }))).toBe(false)
  expect(isUnderWay({ ...session(), exclusionReason: 'A test run.' })).toBe(false)
})

test('what goes on at the desk is said while it matters', () => {
  expect(courseOf(session())).toBe('Rating')
  expect(courseOf(session({ state: 'ready', block: null }))).toBe('The desk has not tested itself yet')
  expect(courseOf(session({ state: 'paused' }))).toBeNull()
})

test('says how many sessions of a plan that cannot be read are missing in the list', () => {
  expect(unlistedText(0)).not.toContain('kept')
  expect(unlistedText(1)).toContain('1 of its sessions is kept')
  expect(unlistedText(4)).toContain('4 of its sessions are kept')
})
