import { describe, expect, it } from 'vitest'
import type { JobProgress } from '../../../src/shared/jobs'
import { formatBar, formatLine } from '../../../src/main/cli/progress-text'
import { createBarView, createLineView } from '../../../src/main/cli/progress-view'
import { formatDuration, formatTable } from '../../../src/main/cli/text'

const progress: JobProgress = {
  job: 'train',
  stage: 'Training',
  done: 1240,
  total: 2480,
  unit: 'images',
  rate: 412.4,
  secondsLeft: 3.0,
  detail: 'epoch 1 of 2',
}

function sink(columns?: number) {
  const output = { text: '', columns, write: (text: string) => (output.text += text) }
  return output
}

describe('progress text', () => {
  it('shows a bar, the amount, rate and time left', () => {
    const bar = `${'█'.repeat(12)}${'░'.repeat(12)}`
    expect(formatBar(progress, 200)).toBe(
      `Training  ${bar}  1,240 of 2,480 images, 412/s, 0:03 left, epoch 1 of 2`,
    )
  })

  it('fits the terminal', () => {
    expect(formatBar(progress, 30)).toHaveLength(30)
  })

  it('leaves out what is not known', () => {
    const unknown = { ...progress, done: 0, total: null, rate: null, secondsLeft: null, detail: '' }
    expect(formatLine(unknown)).toBe('Training')
    expect(formatBar(unknown, 80)).toBe('Training')
  })

  it('writes durations and tables', () => {
    expect([0, 59.6, 61, 3723].map(formatDuration)).toEqual(['0:00', '1:00', '1:01', '1:02:03'])
    expect(formatTable(['a', 'bb'], [['ccc', 'd']])).toBe('a    bb\n---  --\nccc  d')
  })
})

describe('progress views', () => {
  it('in a pipe: a line at the start and end of a stage and every ten seconds', () => {
    const output = sink()
    const clock = { ms: 0 }
    const view = createLineView(output, () => clock.ms)
    for (const [ms, done] of [
      [0, 0],
      [9999, 100],
      [10_000, 200],
      [15_000, 2480],
    ] as const) {
      clock.ms = ms
      view.progress({ ...progress, done, rate: null, secondsLeft: null, detail: '' })
    }
    expect(output.text).toBe(
      'Training: 0 of 2,480 images\nTraining: 200 of 2,480 images\nTraining: 2,480 of 2,480 images\n',
    )
  })

  it('in a pipe: the last of a stage is printed when the next one starts, and at the end', () => {
    const output = sink()
    const view = createLineView(output, () => 0)
    for (const [stage, done] of [
      ['Training', 0],
      ['Training', 100],
      ['Training', 200],
      ['Testing', 200],
      ['Testing', 300],
    ] as const) {
      view.progress({ ...progress, stage, done, rate: null, secondsLeft: null, detail: '' })
    }
    view.end()
    expect(output.text.replaceAll(' of 2,480 images', '').split('\n')).toEqual([
      'Training: 0',
      'Training: 200',
      'Testing: 200',
      'Testing: 300',
      '',
    ])
  })

  it('on a terminal: redraws one line, keeps finished stages, and puts warnings above', () => {
    const output = sink(200)
    const view = createBarView(output)
    view.progress(progress)
    view.warning('slow')
    view.progress({ ...progress, stage: 'Testing' })
    view.end()
    const lines = output.text.split('\n')
    expect(lines[0]).toMatch(/^\r\u001b\[2KTraining.*\r\u001b\[2Kwarning: slow$/)
    expect(lines[1]).toBe('')
    expect(lines[2]).toMatch(/^\r\u001b\[2KTesting/)
    expect(lines).toHaveLength(4)
  })
})
