import type { ImportShape } from '../../shared/rating-import'
import { longShape } from './long-shape'
import { mturkClassifyShape } from './mturk-classify-shape'
import { mturkPairShape } from './mturk-pair-shape'
import type { ShapeReader } from './row-reader'

/** Every shape of rating files. A new one is a file and a line here; the first that recognises a header reads it. */
export const shapeReaders = {
  long: longShape,
  'mturk-pair': mturkPairShape,
  'mturk-classify': mturkClassifyShape,
} satisfies Record<ImportShape, ShapeReader>
