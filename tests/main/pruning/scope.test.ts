import { expect, test } from 'vitest'
import { parametersInScope } from '../../../src/main/pruning/scope'

const parameters = ['conv-kernel', 'conv-bias', 'norm', 'dense-kernel', 'dense-bias'].map((kind) => ({
  kind,
}))

test('scopes take kernels only', () => {
  const kinds = (scope: 'conv' | 'dense' | 'all') =>
    parametersInScope(parameters, scope).map(({ kind }) => kind)
  expect(kinds('conv')).toEqual(['conv-kernel'])
  expect(kinds('dense')).toEqual(['dense-kernel'])
  expect(kinds('all')).toEqual(['conv-kernel', 'dense-kernel'])
})
