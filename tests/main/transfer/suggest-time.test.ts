import { describe, expect, test } from 'vitest'
import { suggestTime } from '../../../src/main/transfer/suggest-time'

/** What is suggested for a column of its own beside the raters', with these values. */
const suggest = (name: string, ...values: string[]) =>
  suggestTime(
    ['rater', name],
    values.map((value) => ['r1', value]),
  )

describe('response times', () => {
  test.each([
    'ms',
    'rt_ms',
    'RT (ms)',
    'rtms',
    'responseMs',
    'response_time_ms',
    'Time in milliseconds',
    'latency [msec]',
  ])('%s are milliseconds by name', (name) =>
    expect(suggest(name, '3', '5')).toEqual({ time: name, timeUnit: 'ms' }),
  )

  test.each([
    'WorkTimeInSeconds',
    'rt_s',
    'Time (s)',
    'timeS',
    'seconds',
    'Antwortzeit [Sekunden]',
    'duration_sec',
  ])('%s are seconds by name', (name) => expect(suggest(name, '900')).toEqual({ time: name, timeUnit: 's' }))

  test.each(['rt', 'RT', 'latency', 'response_time', 'Reaction time', 'Zeit', 'Reaktionszeit', 'time'])(
    '%s have the unit that their values say',
    (name) => {
      expect(suggest(name, '0.81', '1.3', '12')).toEqual({ time: name, timeUnit: 's' })
      expect(suggest(name, '812.5', '1300', '640')).toEqual({ time: name, timeUnit: 'ms' })
      // 2 minutes, or a tenth of a second: a person has to say it.
      expect(suggest(name, '120', '95', '110')).toEqual({ time: name })
      expect(suggest(name)).toEqual({ time: name })
    },
  )

  test('take the median, so that one slip or one break decides nothing', () => {
    expect(suggest('rt', '3', '700', '800', '900', '60000')).toEqual({ time: 'rt', timeUnit: 'ms' })
    expect(suggest('rt', '', '2', '3', '900')).toEqual({ time: 'rt', timeUnit: 's' })
  })

  test.each(['s', 'times', 'onset_ms', 'age', 'items', 'response', 'params', 'systems'])(
    'are not read into %s',
    (name) => expect(suggest(name, '1', '2')).toEqual({}),
  )

  test('are no dates', () => expect(suggest('time', '2026-01-31T09:30:00Z')).toEqual({}))

  test('come from the most telling column', () => {
    expect(suggestTime(['time', 'rt_ms', 'duration'], [['1', '2', '3']])).toEqual({
      time: 'rt_ms',
      timeUnit: 'ms',
    })
  })
})
