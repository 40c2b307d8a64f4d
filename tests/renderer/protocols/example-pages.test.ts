import { describe, expect, test } from 'vitest'
import {
  hasExample,
  removePage,
  setExample,
  type InstructionsDraft,
} from '../../../src/renderer/src/protocols/example-pages'

const block = (): InstructionsDraft => ({ type: 'instructions', pages: ['welcome', 'map', 'keys'] })

describe('examples in the editor', () => {
  test('are switched on page by page, in the order of the pages', () => {
    const draft = block()
    setExample(draft, 'keys', true)
    setExample(draft, 'map', true)
    expect(draft.examplePages).toEqual(['map', 'keys'])
    expect(draft.pages.map((page) => hasExample(draft, page))).toEqual([false, true, true])
  })

  test('leave no trace when the last one is switched off, so that the protocol is what it was', () => {
    const draft = block()
    setExample(draft, 'map', true)
    setExample(draft, 'map', false)
    expect(draft).toEqual(block())
    expect(JSON.stringify(draft)).toBe(JSON.stringify(block()))
  })

  test('go with their page', () => {
    const draft = block()
    setExample(draft, 'map', true)
    removePage(draft, 'map')
    expect(draft).toEqual({ type: 'instructions', pages: ['welcome', 'keys'] })
  })
})
