import { expect, test } from 'vitest'
import { damageByHand } from '../../../support/change-by-hand'
import { newStudy } from '../study-fixture'

test.each(['{"task": ', '[1, 2]', '7'])(
  'a row whose content is %s is told apart, and hides no other',
  (text) => {
    const store = newStudy()
    const first = store.protocols.add('Smells', { task: 1 })
    const second = store.protocols.copy(first.id)
    const other = store.protocols.add('Tastes', { task: 2 })
    damageByHand(store.paths.database, second.id, text)
    expect(store.protocols.list()).toEqual([first, other])
    expect(store.protocols.damaged()).toEqual([
      {
        id: second.id,
        name: 'Smells',
        version: 2,
        reason: expect.stringMatching(/content.*from a backup/) as string,
      },
    ])
    expect(() => store.protocols.get(second.id)).toThrow(expect.objectContaining({ code: 'store/damaged' }))
    expect(store.protocols.label(second.id)).toEqual({ id: second.id, name: 'Smells', version: 2 })
    expect(store.protocols.copy(first.id).version).toBe(3)
  },
)

test('versions count from 1 for each name', () => {
  const store = newStudy()
  expect(store.protocols.latestVersion('Smells')).toBe(0)
  store.protocols.add(' Smells ', { task: 1 })
  expect(store.protocols.latestVersion('Smells')).toBe(1)
  const unknown = '01890000-0000-7000-8000-000000000000'
  expect(() => store.protocols.label(unknown)).toThrow(expect.objectContaining({ code: 'store/not-found' }))
})
