import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { findRepeatedKey } from './repeated-key'

/**
 * The header of a safetensors file (huggingface/safetensors, format 0.x): 8 bytes of header length, little-endian;
 * a JSON object of tensors and `__metadata__`; then the tensors' bytes without gaps.
 */
export const headerLengthBytes = 8
/** As in the reference implementation: a longer header is an attack or damage. */
export const maximumHeaderBytes = 100_000_000

/** Bytes per element of each type that may occur in a file. */
export const elementBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
} as const
export type SafetensorsType = keyof typeof elementBytes

/** Where a tensor's bytes are. */
export interface SafetensorsEntry {
  readonly name: string
  readonly dtype: SafetensorsType
  readonly shape: readonly number[]
  /** First byte, counted from the start of the file. */
  readonly start: number
  readonly byteLength: number
}

export interface SafetensorsHeader {
  /** In the order of their bytes. */
  readonly entries: readonly SafetensorsEntry[]
  readonly metadata: Readonly<Record<string, string>>
}

const tensorSchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
})
const metadataSchema = z.record(z.string(), z.string())

/** The error for a file that is not what it should be; `what` is a clause about it. */
export function badFile(file: string, what: string): StudioError {
  return new StudioError(
    'network/bad-weights',
    `${file} cannot be used: ${what}. It is damaged or not a safetensors file; copy or export it again.`,
  )
}

/**
 * Length of the header in bytes, from a file's first 8.
 * @throws StudioError `network/bad-weights` for one that cannot be
 */
export function headerByteLength(prefix: Uint8Array, fileBytes: number, file: string): number {
  if (prefix.length < headerLengthBytes) {
    throw badFile(file, `it has ${prefix.length} bytes, and even an empty one has ${headerLengthBytes + 2}`)
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset, headerLengthBytes).getBigUint64(0, true)
  if (length > maximumHeaderBytes) {
    throw badFile(file, `its header claims ${length} bytes, and at most ${maximumHeaderBytes} are allowed`)
  }
  if (headerLengthBytes + Number(length) > fileBytes) {
    throw badFile(file, `its header claims ${length} bytes, but the file has only ${fileBytes}`)
  }
  return Number(length)
}

/**
 * Reads a header and checks that its tensors fill the rest of the file exactly, without overlap or gap.
 * @param text the header's bytes, without the length before them
 * @throws StudioError `network/bad-weights` naming the file and the tensor
 */
export function parseHeader(text: Uint8Array, fileBytes: number, file: string): SafetensorsHeader {
  const { __metadata__: rawMetadata, ...tensors } = parseObject(text, file)
  const metadata = metadataSchema.safeParse(rawMetadata ?? {})
  if (!metadata.success) throw badFile(file, "its '__metadata__' is not a table of texts")
  const dataStart = headerLengthBytes + text.length
  const entries = Object.entries(tensors).map(([name, value]) => parseEntry(name, value, { dataStart, file }))
  entries.sort((a, b) => a.start - b.start || a.byteLength - b.byteLength)
  let end = dataStart
  for (const { name, start, byteLength } of entries) {
    if (start !== end) {
      const fault =
        start < end ? 'overlaps the tensor before it' : `leaves a gap of ${start - end} bytes before it`
      throw badFile(file, `tensor '${name}' ${fault}`)
    }
    end += byteLength
  }
  if (end !== fileBytes) {
    const last = entries.at(-1)?.name
    const where = last === undefined ? 'its header' : `its last tensor, '${last}',`
    throw badFile(file, `${where} ends at byte ${end}, but the file has ${fileBytes}`)
  }
  return { entries, metadata: metadata.data }
}

function parseObject(bytes: Uint8Array, file: string): Record<string, unknown> {
  if (bytes[0] !== 0x7b) throw badFile(file, "its header does not begin with '{'")
  let text: string
  let parsed: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    parsed = JSON.parse(text)
  } catch (cause) {
    throw badFile(file, `its header is not JSON (${cause instanceof Error ? cause.message : String(cause)})`)
  }
  const repeated = findRepeatedKey(text)
  if (repeated !== null) throw badFile(file, `its header has '${repeated}' twice`)
  // JSON that begins with '{' is an object.
  return parsed as Record<string, unknown>
}

function parseEntry(
  name: string,
  value: unknown,
  { dataStart, file }: { dataStart: number; file: string },
): SafetensorsEntry {
  const parsed = tensorSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw badFile(
      file,
      `tensor '${name}' is described wrongly: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    )
  }
  const { dtype, shape, data_offsets: offsets } = parsed.data
  if (!isKnownType(dtype)) {
    throw badFile(
      file,
      `tensor '${name}' has the type '${dtype}', known are ${Object.keys(elementBytes).join(', ')}`,
    )
  }
  const needed = shape.reduce((product, edge) => product * edge, elementBytes[dtype])
  const byteLength = offsets[1] - offsets[0]
  if (!Number.isSafeInteger(needed) || needed !== byteLength) {
    throw badFile(
      file,
      `tensor '${name}' of type ${dtype} and shape [${shape.join(', ')}] needs ${needed} bytes, ` +
        `but its offsets give ${byteLength}`,
    )
  }
  return { name, dtype, shape, start: dataStart + offsets[0], byteLength }
}

function isKnownType(dtype: string): dtype is SafetensorsType {
  return Object.hasOwn(elementBytes, dtype)
}
