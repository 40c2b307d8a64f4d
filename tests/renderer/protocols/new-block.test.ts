import { describe, expect, test } from 'vitest'
import { freeName } from '../../../src/renderer/src/protocols/free-name'
import { move } from '../../../src/renderer/src/protocols/move'
import { addableBlocks, newBlock, newText } from '../../../src/renderer/src/protocols/new-block'
import { newTask } from '../../../src/renderer/src/protocols/new-task'
import type { DraftContent } from '../../../src/renderer/src/protocols/protocol-draft.svelte'
import { presetProtocol } from '../../../src/shared/protocol-presets'
import { validateProtocol } from '../../../src/shared/protocol-validation'
import { blockSchema } from '../../../src/shared/protocol-timeline'

const content = (): DraftContent => structuredClone(presetProtocol('experiment-2')) as DraftContent

describe('a new block', () => {
  test.each([
    'consent',
    'questionnaire',
    'instructions',
    'comprehension',
    'practice',
    'rating',
    'end',
  ] as const)('of %s has the shape of one', (type) => {
    expect(blockSchema.safeParse(newBlock(type, content())).success).toBe(true)
  })

  test('is offered only where the timeline can take it', () => {
    expect(addableBlocks(content().timeline)).toEqual(['instructions', 'comprehension'])
    expect(addableBlocks([])).toContain('consent')
  })

  test('brings texts that are to be written in every language', () => {
    const draft = content()
    expect(newText(draft, 'instructions.own')).toBe('instructions.own-1')
    expect(newText(draft, 'instructions.own')).toBe('instructions.own-2')
    draft.timeline.splice(2, 0, newBlock('instructions', draft))
    expect(validateProtocol(draft).map(({ field }) => field)).toEqual([
      'texts.en.instructions.own-3',
      'texts.de.instructions.own-3',
    ])
  })
})

test('a new task pairs every pruned model with the first', () => {
  expect(newTask('pair', ['a', 'b', 'c'])).toMatchObject({
    pairs: [
      ['b', 'a'],
      ['c', 'a'],
    ],
  })
})

test('an entry moves by one place and stays at the ends', () => {
  const list = ['a', 'b', 'c']
  move(list, 2, -1)
  expect(list).toEqual(['a', 'c', 'b'])
  move(list, 0, -1)
  expect(list).toEqual(['a', 'c', 'b'])
})

test('a name that is taken gets the first number that is free', () => {
  expect(freeName('A', [])).toBe('A')
  expect(freeName('A', [{ name: 'A' }, { name: 'A (2)' }])).toBe('A (3)')
})
