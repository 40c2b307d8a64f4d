import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importRatings, previewImport } from '../../../src/main/transfer/import-ratings'
import { StudioError } from '../../../src/shared/errors'
import { type ColumnMapping, defaultImportOptions } from '../../../src/shared/rating-import'

const pairFile = [
  'HITId,AssignmentId,WorkerId,AssignmentStatus,WorkTimeInSeconds,Input.image_url,Answer.algorithms.alg1,Answer.algorithms.alg2,Answer.algorithms.none',
  'h1,a1,w1,Submitted,6,1_x_dog_y.png,true,false,false',
  'h1,a2,"w ""2""",Approved,7,1_x_dog_y.png,false,true,false',
  'h2,a3,w1,Rejected,9,2_y_"cat"_x.png,false,false,true',
]
const classifyFile = [
  'WorkerId,Input.image_url,Answer.kind.dog,Answer.kind.cat,Answer.kind.none',
  'w1,1_dog_x.png,True,False,False',
  'w2,1_dog_x.png,False,False,True',
]
const longFile = ['who;what;said;ms', 'a;i1;dog;120', 'b;i1;?;', '"c";"i\n2";cat;99']

const mapping: ColumnMapping = {
  task: 'classify',
  rater: 'who',
  item: 'what',
  answer: 'said',
  time: 'ms',
  timeUnit: 'ms',
  noChoice: ['?'],
}

/** Cells that have broken other programs. */
const hostile = fc.constantFrom(
  '=HYPERLINK("http://x.test")',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '\u202e\u0007\u001b[2J',
  '\u0000',
  'NaN',
  '-1',
  '1e999',
  '"',
  '""',
  '\ufeff',
  '😀'.repeat(50),
  'x'.repeat(120_000),
  '_____',
  ',,,,',
  '\r',
  "'; DROP TABLE rating; --",
)

/** What can go wrong between two programs. */
const mutation: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(255)).map(
    ([at, value]) =>
      (bytes: Uint8Array) =>
        bytes.with(at % bytes.length, value),
  ),
  fc.nat().map((at) => (bytes: Uint8Array) => bytes.slice(0, 1 + (at % bytes.length))),
  fc.tuple(fc.nat(), hostile).map(([at, text]) => (bytes: Uint8Array) => {
    const place = at % bytes.length
    return Buffer.concat([bytes.subarray(0, place), Buffer.from(text), bytes.subarray(place)])
  }),
  fc.tuple(fc.nat(), fc.nat(40)).map(([at, length]) => (bytes: Uint8Array) => {
    const place = at % bytes.length
    const left = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + length)])
    return left.length > 0 ? left : bytes
  }),
  fc.constant((bytes: Uint8Array) => Buffer.concat([bytes, bytes])),
  fc.constant((bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString('latin1'), 'utf16le')),
)

const file = fc
  .tuple(
    fc.constantFrom(pairFile, classifyFile, longFile),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.array(mutation, { maxLength: 4 }),
  )
  .map(([lines, ending, mutations]) =>
    mutations.reduce<Uint8Array>((bytes, mutate) => mutate(bytes), Buffer.from(lines.join(ending))),
  )
const rubbish = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.string().map((text) => Buffer.from(text)),
)

test('1,000 malformed and hostile files: all of a file is read, or it is refused by lines', () => {
  const seen = { read: 0, refused: 0 }
  const given = fc.tuple(fc.oneof({ weight: 9, arbitrary: file }, rubbish), fc.boolean())
  fc.assert(
    fc.property(given, ([bytes, isMapped]) => {
      const options = { ...defaultImportOptions, mapping: isMapped ? mapping : null }
      const named = { name: 'fuzz.csv', bytes }
      const preview = previewImport(named, options)
      const lineCount =
        1 +
        (Buffer.from(bytes)
          .toString('latin1')
          .match(/[\r\n]/g)?.length ?? 0)
      for (const { line, message } of preview.problems) {
        if (line !== null) expect(line).toBeGreaterThanOrEqual(1)
        if (line !== null) expect(line).toBeLessThanOrEqual(lineCount)
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
