import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contrast } from './contrast'

const css = readFileSync(join(import.meta.dirname, '../../../src/renderer/src/styles/tokens.css'), 'utf8')
const pairs = [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)]
const colours = new Map(pairs.map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]))

test('the contrast formula gives the known ends', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10)
  expect(contrast('#777777', '#777777')).toBe(1)
})

const names = (prefix: string) => [...colours.keys()].filter((name) => name.startsWith(prefix))
const texts = names('text-').filter((name) => name !== 'text-on-accent')

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colour = (name: string) => colours.get(name)![theme]

  test.each(texts.flatMap((text) => names('surface-').map((surface) => [text, surface] as const)))(
    '%s on %s reads at AA (4.5 : 1)',
    (text, surface) => {
      expect(contrast(colour(text), colour(surface))).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(['accent-fill', 'accent-fill-hover'])('text on %s reads at AA', (fill) => {
    expect(contrast(colour('text-on-accent'), colour(fill))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(names('surface-'))('the focus ring stands out from %s (3 : 1)', (surface) => {
    expect(contrast(colour('focus-ring'), colour(surface))).toBeGreaterThanOrEqual(3)
  })
})

test('every theme colour was found', () => {
  expect(texts).toHaveLength(6)
  expect(names('surface-')).toHaveLength(3)
})
