import { expect, test } from 'vitest'
import { taskOf } from '../../../src/main/study/protocol-content'
import type { Protocol } from '../../../src/shared/records/plan-records'
import { newStudy } from '../store/study-fixture'

const stored = (content: Protocol['content']): Protocol => newStudy().protocols.add('Smells', content)

test('what raters did is known from the kind of the task alone', () => {
  expect(taskOf(stored({ task: { kind: 'likert', pointCount: 'many' }, models: null }))).toBe('likert')
})

test.each<Protocol['content']>([
  {},
  { task: 'pair' },
  { task: { kind: 'smell' } },
  { task: { kind: 'break' } },
])('is unknown in %j, with a reason that names the protocol and what can be done', (content) => {
  expect(() => taskOf(stored(content))).toThrow(
    expect.objectContaining({
      code: 'protocol/invalid',
      message: expect.stringMatching(
        /Version 1 of the protocol "Smells".*pair, likert, classify.*from a backup/,
      ) as string,
    }),
  )
})
