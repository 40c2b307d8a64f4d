import { median } from '../../shared/median'
import type { ColumnMapping } from '../../shared/rating-import'

type TimeUnit = ColumnMapping['timeUnit']

/** Names of response times, most telling first, without spaces, case, punctuation and unit. */
const timeNames = [
  'rt',
  'responsetime',
  'reactiontime',
  'answertime',
  'latency',
  'responselatency',
  'reaktionszeit',
  'antwortzeit',
  'bearbeitungszeit',
  'decisiontime',
  'ratingtime',
  'time',
  'zeit',
  'duration',
  'dauer',
  'timetaken',
  'worktime',
  'elapsed',
  'elapsedtime',
]
/** Names that hold an answer where they give no unit, as `response`; and none at all, as in `ms`. */
const namesWithUnit = [...timeNames, 'response', 'answer', '']

const unitNames: Readonly<Record<string, TimeUnit>> = {
  milliseconds: 'ms',
  millisekunden: 'ms',
  millisecond: 'ms',
  millis: 'ms',
  msecs: 'ms',
  msec: 'ms',
  ms: 'ms',
  seconds: 's',
  sekunden: 's',
  second: 's',
  secs: 's',
  sec: 's',
}

/** Half of all answers are neither given below the first, nor do they take longer than the second, both in milliseconds. */
const plausibleMs = { shortest: 50, longest: 300_000 }

/** A column of response times, and their unit where its name or its values say it; empty where there is none. */
export function suggestTime(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): { time?: string; timeUnit?: TimeUnit } {
  const found = columns
    .flatMap((column, index) => {
      const { name, unit } = parseName(column)
      const rank = (unit === undefined ? timeNames : namesWithUnit).indexOf(name)
      const values = numbersOf(rows.map((cells) => cells[index] ?? ''))
      return rank < 0 || values === null ? [] : [{ column, rank, unit: unit ?? unitOf(values) }]
    })
    .sort((a, b) => a.rank - b.rank)[0]
  if (found === undefined) return {}
  return { time: found.column, ...(found.unit === undefined ? {} : { timeUnit: found.unit }) }
}

/** As `WorkTimeInSeconds`, `rt_ms` and `Time (s)`. */
function parseName(column: string): { readonly name: string; readonly unit?: TimeUnit } {
  const plain = plainName(column)
  const apart = /^(.*(?:[^A-Za-z]|[a-z](?=S)))[sS][^A-Za-z0-9]*$/.exec(column)
  const named = Object.keys(unitNames).find((unit) => plain.endsWith(unit))
  if (named !== undefined) return { name: withoutUnit(plain, named), unit: unitNames[named]! }
  // A single letter, as in "times", is a unit only where it stands apart, and never alone: `s` may be the subject.
  if (apart !== null && plainName(apart[1]!) !== '') return { name: plainName(apart[1]!), unit: 's' }
  return { name: plain }
}

const withoutUnit = (plain: string, unit: string): string => plain.slice(0, -unit.length).replace(/in$/, '')

const plainName = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The numbers in a column; null where one of its cells is neither a number nor empty, as a date. */
function numbersOf(cells: readonly string[]): readonly number[] | null {
  const numbers = cells.flatMap((cell) => (cell.trim() === '' ? [] : [Number(cell)]))
  return numbers.every(Number.isFinite) ? numbers : null
}

/** The only unit in which the median is a plausible time; undefined where both are, or there are no values. */
function unitOf(times: readonly number[]): TimeUnit | undefined {
  const middle = median(times)
  if (middle === null) return undefined
  if (middle < plausibleMs.shortest) return 's'
  return middle * 1000 > plausibleMs.longest ? 'ms' : undefined
}
