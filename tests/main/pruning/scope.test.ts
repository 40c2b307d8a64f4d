import { expect, test } from 'vitest'
import { pruningScopes } from '../../../src/shared/pruning'
import { isInScope } from '../../../src/main/pruning/scope'

test('scopes take kernels only', () => {
  const kinds = ['conv-kernel', 'depthwise-kernel', 'conv-bias', 'norm', 'dense-kernel', 'dense-bias']
  const taken = pruningScopes.map((scope) => kinds.filter((kind) => isInScope({ kind }, scope)))
  expect(taken).toEqual([['conv-kernel'], ['dense-kernel'], ['conv-kernel', 'dense-kernel']])
})
