import { expect, test } from 'vitest'
import { jobName, progressText } from '../../../src/renderer/src/study/job-words'

const progress = { job: 'train' as const, stage: 'Training', unit: 'images', detail: '' }

test.each([
  [
    { done: 640, total: 3000, rate: 120.4, secondsLeft: 20 },
    'Training: 640 of 3,000 images, 120 a second, 20 s left',
  ],
  [
    { done: 640, total: 3000, rate: 1, secondsLeft: 600 },
    'Training: 640 of 3,000 images, 1 a second, 10 min left',
  ],
  [
    { done: 640, total: 3000, rate: 1, secondsLeft: 7200 },
    'Training: 640 of 3,000 images, 1 a second, 2 h left',
  ],
  [{ done: 7, total: null, rate: null, secondsLeft: null }, 'Training: 7 images'],
])('%j reads %j', (numbers, text) => {
  expect(progressText({ ...progress, ...numbers })).toBe(text)
})

test('jobs are called by what they do', () => {
  expect([jobName('maps'), jobName('something new')]).toEqual(['Make maps', 'something new'])
})
