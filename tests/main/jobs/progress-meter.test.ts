import { describe, expect, it } from 'vitest'
import type { JobProgress } from '../../../src/shared/jobs'
import { createProgressMeter } from '../../../src/main/jobs/progress-meter'

function meterAt() {
  const emitted: JobProgress[] = []
  const clock = { ms: 0 }
  const meter = createProgressMeter({ job: 'train', emit: (each) => emitted.push(each), now: () => clock.ms })
  const at = (ms: number, done: number, stage = 'Training') => {
    clock.ms = ms
    meter({ stage, done, total: 1000, unit: 'images' })
  }
  return { emitted, at }
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

  it('follows the last ten seconds and forgets what was before', () => {
    const { emitted, at } = meterAt()
    at(0, 0)
    at(1000, 500) // 500 a second at first
    at(11_000, 510) // then 1 a second for ten seconds
    at(12_000, 511)
    expect(emitted.at(-1)!.rate).toBeCloseTo(1, 6)
  })

  it('knows no rate before anything was done', () => {
    const { emitted, at } = meterAt()
    at(0, 0)
    at(500, 0)
    expect(emitted.at(-1)).toMatchObject({ rate: null, secondsLeft: null })
  })
})
