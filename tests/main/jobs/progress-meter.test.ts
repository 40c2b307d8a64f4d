import { describe, expect, it } from 'vitest'
import type { JobProgress } from '../../../src/shared/jobs'
import { createProgressMeter } from '../../../src/main/jobs/progress-meter'

function meterAt() {
  const emitted: JobProgress[] = []
  const clock = { ms: 0 }
  const { plan, report } = createProgressMeter({
    job: 'train',
    emit: (each) => emitted.push(each),
    now: () => clock.ms,
  })
  const at = (ms: number, done: number, stage = 'Training', total = 1000) => {
    clock.ms = ms
    report({ stage, done, total, unit: 'images' })
  }
  return { emitted, at, plan }
}

describe('progress meter', () => {
  it('computes rate and time left from the stage’s own start', () => {
    const { emitted, at } = meterAt()
    at(5000, 100)
    at(7000, 300)
    // 200 images in 2 s are 100 a second; 700 are left.
    expect(emitted.at(-1)).toMatchObject({ rate: 100, secondsLeft: 7 })
  })

  it('passes at most one report per 100 ms, but always the first and the last of a stage', () => {
    const { emitted, at } = meterAt()
    at(0, 0)
    at(50, 1)
    at(99, 2)
    at(100, 3)
    at(101, 1000)
    at(102, 0, 'Testing')
    expect(emitted.map(({ stage, done }) => `${stage} ${done}`)).toEqual([
      'Training 0',
      'Training 3',
      'Training 1000',
      'Testing 0',
    ])
  })

  it('follows the last minute and forgets what was before', () => {
    const { emitted, at } = meterAt()
    at(0, 0)
    at(1000, 500) // 500 a second at first
    at(61_000, 560) // then 1 a second for a minute
    at(62_000, 561)
    expect(emitted.at(-1)!.rate).toBeCloseTo(1, 6)
  })

  it('does not take the validation after an epoch for a job that has become slow', () => {
    const { emitted, at } = meterAt()
    for (let second = 0; second <= 50; second++) at(second * 1000, second * 10)
    at(62_000, 500) // 12 s of validation
    // Since the last report that is more than a minute old, second 1: 490 images in 61 s; 500 are left.
    expect(emitted.at(-1)!.rate).toBeCloseTo(490 / 61, 6)
    expect(emitted.at(-1)!.secondsLeft).toBeCloseTo((500 * 61) / 490, 6)
  })

  it('knows no rate before anything was done', () => {
    const { emitted, at } = meterAt()
    at(0, 0)
    at(500, 0)
    expect(emitted.at(-1)).toMatchObject({ rate: null, secondsLeft: null })
  })
})

describe('progress of a planned job', () => {
  function prunedTwice() {
    const meter = meterAt()
    meter.plan([
      { stage: 'at CPR 2', work: 'training', total: 1000 },
      { stage: 'at CPR 4', work: 'training', total: 1000 },
      { stage: 'Testing', work: 'testing', total: 300 },
    ])
    return meter
  }

  it('is that of all stages', () => {
    const { emitted, at } = prunedTwice()
    at(0, 0, 'at CPR 2')
    expect(emitted.at(-1)).toMatchObject({ done: 0, total: 2300, rate: null, secondsLeft: null })
    at(1000, 100, 'at CPR 2')
    // 100 images a second: 19 s of training are left; testing takes a third of the time: 300 images are 1 s.
    expect(emitted.at(-1)).toMatchObject({ done: 100, total: 2300, rate: 100 })
    expect(emitted.at(-1)!.secondsLeft).toBeCloseTo(20, 9)
    at(11_000, 1000, 'at CPR 2')
    at(12_000, 0, 'at CPR 4')
    expect(emitted.at(-1)).toMatchObject({ stage: 'at CPR 4', done: 1000, total: 2300 })
  })

  it('takes the speed that a stage has shown in place of the estimate', () => {
    const { emitted, at } = prunedTwice()
    at(0, 0, 'at CPR 4')
    at(10_000, 1000, 'at CPR 4')
    at(10_000, 0, 'Testing', 300)
    at(11_000, 50, 'Testing', 300)
    expect(emitted.at(-1)).toMatchObject({ done: 2050, total: 2300, rate: 50, secondsLeft: 5 })
    at(16_000, 300, 'Testing', 300)
    expect(emitted.at(-1)).toMatchObject({ done: 2300, total: 2300, secondsLeft: 0 })
  })

  it('counts a stage that was left out as done, and one that stopped early as shorter', () => {
    const { emitted, at } = prunedTwice()
    at(0, 600, 'at CPR 4')
    expect(emitted.at(-1)).toMatchObject({ done: 1600, total: 2300 })
    at(1000, 700, 'at CPR 4')
    at(1000, 0, 'Testing', 300)
    expect(emitted.at(-1)).toMatchObject({ done: 1700, total: 2000 })
  })

  it('leaves a stage that is not planned by itself', () => {
    const { emitted, at } = prunedTwice()
    at(0, 5, 'Opening the device', 10)
    expect(emitted.at(-1)).toMatchObject({ done: 5, total: 10 })
  })
})
