/**
 * Bins for float32 values, fine near 0 and coarse far from it: a value's sign, exponent and first bits of its mantissa
 * name its bin, so counting needs no range that must be known before. From 2^-20 to 2^20 an octave has 128 bins on each
 * side; what is nearer to 0 shares the middle bin with 0 itself, and what is beyond goes into the outermost ones.
 */
const lowestExponent = -20
const octaves = 40
const binsPerOctave = 128
const side = octaves * binsPerOctave

/** Number of bins; the middle one holds 0. */
export const binCount = 2 * side + 1

/** A float's bits without the lower 16 of its mantissa count the bins of all octaves, the smallest float's first. */
const mantissaBits = 16
const firstDigit = (127 + lowestExponent) * binsPerOctave

/** The bin of a float32 with these bits. */
export function binOf(bits: number): number {
  const digit = ((bits & 0x7fffffff) >>> mantissaBits) - firstDigit
  if (digit < 0) return side
  const distance = Math.min(digit, side - 1) + 1
  return bits < 0 ? side - distance : side + distance
}

/** The edge of a bin that is nearer to 0; of the middle bin, 0. */
export function innerEdge(bin: number): number {
  const distance = Math.abs(bin - side)
  return distance === 0 ? 0 : Math.sign(bin - side) * edgeAt(distance - 1)
}

/** The edge of a bin that is farther from 0; of the middle bin, 0. */
export function outerEdge(bin: number): number {
  const distance = Math.abs(bin - side)
  return distance === 0 ? 0 : Math.sign(bin - side) * edgeAt(distance)
}

function edgeAt(step: number): number {
  const octave = Math.floor(step / binsPerOctave)
  return 2 ** (lowestExponent + octave) * (1 + (step % binsPerOctave) / binsPerOctave)
}

/** Fine bins in one of the bins that are stored: a quarter of an octave. */
const mergedBins = binsPerOctave / 4

/** A range of stored bins; 0 is the middle one, and each side counts from 1. */
export interface BinRange {
  readonly lowest: number
  readonly highest: number
}

/** The stored bin of a fine one. */
function storedBin(bin: number): number {
  return Math.sign(bin - side) * Math.ceil(Math.abs(bin - side) / mergedBins)
}

/** The stored bins from the first fine bin that holds something to the last one; the middle one is always in it. */
export function usedRange(counts: Uint32Array): BinRange {
  const first = counts.findIndex((count) => count > 0)
  const last = counts.findLastIndex((count) => count > 0)
  if (first < 0) return { lowest: 0, highest: 0 }
  return { lowest: Math.min(storedBin(first), 0), highest: Math.max(storedBin(last), 0) }
}

/** The edges of the stored bins of a range, rising; one more than there are bins. */
export function storedEdges({ lowest, highest }: BinRange): number[] {
  const outer = (stored: number) => Math.sign(stored) * edgeAt(Math.abs(stored) * mergedBins)
  const negative = Array.from({ length: -lowest }, (_, i) => outer(lowest + i))
  const positive = Array.from({ length: highest }, (_, i) => outer(i + 1))
  return [...negative, -edgeAt(0), edgeAt(0), ...positive]
}

/** Counts of fine bins as counts of the stored bins of a range. */
export function storedCounts(counts: Uint32Array, { lowest, highest }: BinRange): number[] {
  const stored = new Array<number>(highest - lowest + 1).fill(0)
  counts.forEach((count, bin) => {
    if (count > 0) stored[storedBin(bin) - lowest]! += count
  })
  return stored
}
