import { describe, expect, test } from 'vitest'
import { isTooWide, paperParts } from '../../../src/renderer/src/charts/paper-parts'

function tableOf(numbers: number) {
  const names = Array.from({ length: numbers }, (_, index) => `c${index}`)
  const columns = ['name', ...names].map((label) => ({ label, isNumber: label !== 'name' }))
  return { columns, rows: ['dog', 'fish'].map((row) => [row, ...names.map((name) => `${row} ${name}`)]) }
}

describe('a table on paper', () => {
  test('stays whole where it fits', () => {
    expect(isTooWide(tableOf(12))).toBe(false)
  })

  // Ten classes and "I don't know", each with its share of the row.
  test.each([13, 22, 24, 25, 203])(
    'of %i numbers loses no cell, and repeats the names of its rows',
    (numbers) => {
      const table = tableOf(numbers)
      expect(isTooWide(table)).toBe(true)
      const parts = paperParts(table)
      for (const part of parts) {
        expect(isTooWide(part)).toBe(false)
        expect(part.rows.map(([name]) => name)).toEqual(['dog', 'fish'])
        expect(part.columns.length % 2 === 1 || part === parts.at(-1)).toBe(true) // counts stay beside their shares
      }
      expect(parts.flatMap(({ rows }) => rows[1]!.slice(1))).toEqual(table.rows[1]!.slice(1))
      expect(parts.flatMap(({ columns }) => columns.slice(1))).toEqual(table.columns.slice(1))
    },
  )
})
