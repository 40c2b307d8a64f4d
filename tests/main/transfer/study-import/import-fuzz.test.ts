import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  importIntoStudy,
  previewStudyImport,
} from '../../../../src/main/transfer/study-import/import-into-study'
import type { StudyStore } from '../../../../src/main/store/study-store'
import { StudioError } from '../../../../src/shared/errors'
import { defaultStudyImportOptions } from '../../../../src/shared/study-import'
import { anyRatingFile, fuzzMapping, lineCountOf } from '../fuzzed-files'
import { newStudy } from '../../store/study-fixture'

/** Everything that an import writes, by its number of rows. */
const sizeOf = (study: StudyStore) => ({
  ratings: study.ratings.counts().imported,
  raters: study.raters.list().length,
  batches: study.raters.batches().length,
  sessions: study.sessions.list().length,
  models: study.models.list().length,
  stimuli: study.stimuli.sets().reduce((sum, { id }) => sum + study.stimuli.ofSet(id).length, 0),
  datasets: study.datasets.list().length,
  sites: study.sites.list().length,
  audit: study.audit.list().length,
})

test('1,000 malformed and hostile files, one after the other into one study: what is refused writes nothing', () => {
  const study = newStudy()
  const seen = { imported: 0, known: 0, refused: 0, refusedByStudy: 0 }
  let size = sizeOf(study)
  const given = fc.tuple(anyRatingFile, fc.boolean(), fc.nat(7))
  fc.assert(
    fc.property(given, ([bytes, isMapped, choice]) => {
      const file = { name: 'fuzz.csv', bytes }
      const options = {
        ...defaultStudyImportOptions,
        mapping: isMapped ? fuzzMapping : null,
        experiment: choice < 4 ? `experiment ${choice}` : null,
        rates: (choice === 7 ? {} : { x: 1, y: 2, all: 1 }) as Record<string, number>,
      }
      const preview = previewStudyImport(study, file, options)
      expect(sizeOf(study)).toEqual(size)
      for (const { line, message } of preview.problems) {
        if (line !== null) expect(line).toBeGreaterThanOrEqual(1)
        if (line !== null) expect(line).toBeLessThanOrEqual(lineCountOf(bytes))
        else expect(message).toMatch(/^The (file|experiment) /)
        expect(message).not.toMatch(/\p{Cc}/u)
        expect(message.length).toBeLessThan(2000)
      }
      try {
        const { newRatings } = importIntoStudy(study, file, options)
        expect(preview.problemCount).toBe(0)
        expect(newRatings).toBe(preview.newRatings)
        const after = sizeOf(study)
        if (newRatings === 0) expect(after).toEqual(size)
        expect(after.ratings).toBe(size.ratings + newRatings)
        size = after
        seen[newRatings === 0 ? 'known' : 'imported']++
      } catch (error) {
        expect(error).toBeInstanceOf(StudioError)
        expect(error).toMatchObject({ code: 'import/refused' })
        expect(preview.problemCount).toBeGreaterThan(0)
        expect(sizeOf(study)).toEqual(size)
        seen.refused++
        if (preview.ratings > 0) seen.refusedByStudy++
      }
    }),
    { numRuns: 1000, seed: 20230223 },
  )
  expect(study.integrityProblems()).toEqual([])
  // All must happen, or the files are not what this test needs.
  expect(seen.imported).toBeGreaterThan(2)
  expect(seen.known).toBeGreaterThan(10)
  expect(seen.refused).toBeGreaterThan(300)
  expect(seen.refusedByStudy).toBeGreaterThan(20)
})
