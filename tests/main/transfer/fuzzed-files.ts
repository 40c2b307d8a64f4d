import fc from 'fast-check'
import type { ColumnMapping } from '../../../src/shared/rating-import'

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

/** Of the long file among those that are spoiled. */
export const fuzzMapping: ColumnMapping = {
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

/** Files of ratings after what happens between two programs, and rubbish. */
export const anyRatingFile: fc.Arbitrary<Uint8Array> = fc.oneof({ weight: 9, arbitrary: file }, rubbish)

/** Lines as an editor counts them, or more. */
export function lineCountOf(bytes: Uint8Array): number {
  return (
    1 +
    (Buffer.from(bytes)
      .toString('latin1')
      .match(/[\r\n]/g)?.length ?? 0)
  )
}
