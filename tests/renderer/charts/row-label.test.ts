import { expect, test } from 'vitest'
import { rowLabel } from '../../../src/renderer/src/charts/row-label'

test.each([
  ['church', 'church'],
  ['32pruned (CPR 32.01) or nonpruned (CPR 1)', ['32pruned (CPR 32.01)', 'or nonpruned (CPR 1)']],
  [
    'garbage truck: vgg16-bn-gap-w8-cpr16 or vgg16-bn-gap-w8-cpr1',
    ['garbage truck: vgg16-bn-gap-w8-cpr16', 'or vgg16-bn-gap-w8-cpr1'],
  ],
  [
    'test/garbage-truck/000226-emojione-articulated-lorry.png vgg16-bn-gap-w8-cpr1',
    ['test/garbage-truck/…rticulated-lorry.png', 'vgg16-bn-gap-w8-cpr1'],
  ],
])('%s has a label of at most two lines', (name, label) => {
  expect(rowLabel(name)).toEqual(label)
})

test('no line is longer than paper has room for', () => {
  for (const name of ['x'.repeat(200), 'word '.repeat(60), `${'a'.repeat(40)} ${'b'.repeat(90)}`]) {
    expect([rowLabel(name)].flat().every((line) => line.length <= 40)).toBe(true)
  }
})
