import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importRatings, previewImport } from '../../../src/main/transfer/import-ratings'
import { StudioError } from '../../../src/shared/errors'
import { defaultImportOptions } from '../../../src/shared/rating-import'
import { anyRatingFile, fuzzMapping, lineCountOf } from './fuzzed-files'

test('1,000 malformed and hostile files: all of a file is read, or it is refused by lines', () => {
  const seen = { read: 0, refused: 0 }
  const given = fc.tuple(anyRatingFile, fc.boolean())
  fc.assert(
    fc.property(given, ([bytes, isMapped]) => {
      const options = { ...defaultImportOptions, mapping: isMapped ? fuzzMapping : null }
      const named = { name: 'fuzz.csv', bytes }
      const preview = previewImport(named, options)
      for (const { line, message } of preview.problems) {
        if (line !== null) expect(line).toBeGreaterThanOrEqual(1)
        if (line !== null) expect(line).toBeLessThanOrEqual(lineCountOf(bytes))
        else expect(message).toMatch(/^The file (is empty|has a header and no ratings)/)
        expect(message).not.toMatch(/\p{Cc}/u)
        expect(message.length).toBeLessThan(2000)
      }
      try {
        const { ratings } = importRatings(named, options)
        expect(preview.problemCount).toBe(0)
        expect(ratings.length).toBe(preview.ratings)
        seen.read++
      } catch (error) {
        expect(error).toBeInstanceOf(StudioError)
        expect(error).toMatchObject({ code: 'import/refused' })
        expect(preview.problemCount).toBeGreaterThan(0)
        seen.refused++
      }
    }),
    { numRuns: 1000, seed: 20230223 },
  )
  // Both must happen, or the files are not what this test needs.
  expect(seen.read).toBeGreaterThan(10)
  expect(seen.refused).toBeGreaterThan(300)
})
