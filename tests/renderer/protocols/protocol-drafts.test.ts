import { expect, test } from 'vitest'
import { ProtocolDrafts, type TextStorage } from '../../../src/renderer/src/protocols/protocol-drafts'

/** A browser's storage in memory. */
function storage(): TextStorage & { readonly size: () => number } {
  const values = new Map<string, string>()
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
    size: () => values.size,
  }
}

const draft = (name: string) => ({ protocolId: null, content: { name } })

test('keeps drafts over reloads, each study its own', () => {
  const shared = storage()
  new ProtocolDrafts(shared, 'study-1').put('new-1', draft('A'))
  new ProtocolDrafts(shared, 'study-2').put('new-1', draft('B'))
  expect(new ProtocolDrafts(shared, 'study-1').all()).toEqual({ 'new-1': draft('A') })
  expect(new ProtocolDrafts(shared, 'study-2').get('new-1')).toEqual(draft('B'))
})

test('forgets a draft that was saved or thrown away, and leaves nothing behind', () => {
  const shared = storage()
  const drafts = new ProtocolDrafts(shared, 'study')
  drafts.put('a', draft('A'))
  drafts.put('b', draft('B'))
  drafts.remove('a')
  expect(Object.keys(drafts.all())).toEqual(['b'])
  drafts.remove('b')
  expect(shared.size()).toBe(0)
})

test('takes what it cannot read for nothing', () => {
  const shared = storage()
  shared.setItem('sweetspot/protocol-drafts/study', '{"a":')
  expect(new ProtocolDrafts(shared, 'study').all()).toEqual({})
})
