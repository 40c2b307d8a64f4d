import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contrast } from './contrast'

const css = readFileSync(join(import.meta.dirname, '../../../src/renderer/src/styles/seat.css'), 'utf8')
const pairs = [...css.matchAll(/--seat-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)]
const field = /--seat-field: (#[0-9a-f]{6})/.exec(css)![1]!

test('there is no colour on a rater\u2019s screen but grey', () => {
  const colours = [field, ...pairs.flatMap(([, , light, dark]) => [light!, dark!])]
  expect(colours).toHaveLength(1 + 2 * pairs.length)
  for (const colour of colours) expect(colour).toMatch(/^#([0-9a-f]{2})\1\1$/)
})

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colours = new Map(pairs.map(([, name, light, dark]) => [name!, theme === 'light' ? light! : dark!]))
  const colour = (name: string): string => (name === 'field' ? field : colours.get(name)!)

  test.each([
    ['ink', 'field'],
    ['panel-text', 'panel'],
    ['panel-text', 'panel-hover'],
    ['panel-text', 'button'],
    ['panel-text', 'button-hover'],
    ['panel-muted', 'panel'],
    ['chosen-text', 'chosen'],
  ])('%s on %s reads at AA (4.5 : 1)', (text, surface) => {
    expect(contrast(colour(text), colour(surface))).toBeGreaterThanOrEqual(4.5)
  })

  test.each([
    ['panel', 'field'],
    ['chosen', 'field'],
    ['line', 'panel'],
  ])('%s is told from %s (3 : 1)', (one, other) => {
    expect(contrast(colour(one), colour(other))).toBeGreaterThanOrEqual(3)
  })
})
