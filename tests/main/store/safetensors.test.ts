import fc from 'fast-check'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  headerByteLength,
  headerLengthBytes,
  parseHeader,
  type SafetensorsHeader,
} from '../../../src/main/store/safetensors-header'
import { openSafetensors } from '../../../src/main/store/safetensors-reader'
import { toFloat32 } from '../../../src/main/store/safetensors-values'
import { writeSafetensors } from '../../../src/main/store/safetensors-writer'
import { StudioError } from '../../../src/shared/errors'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

/** A file's bytes from the text of its header and its tensors' bytes. */
function fileBytes(header: string, data: readonly number[] = []): Uint8Array {
  const json = new TextEncoder().encode(header)
  const bytes = new Uint8Array(headerLengthBytes + json.length + data.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, headerLengthBytes)
  bytes.set(data, headerLengthBytes + json.length)
  return bytes
}

function parseBytes(bytes: Uint8Array): SafetensorsHeader {
  const length = headerByteLength(bytes.subarray(0, headerLengthBytes), bytes.length, 'm.safetensors')
  return parseHeader(
    bytes.subarray(headerLengthBytes, headerLengthBytes + length),
    bytes.length,
    'm.safetensors',
  )
}

const one = '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}'

describe('the header', () => {
  it('is read as the format describes it', () => {
    const header =
      '{"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[1,9]},"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}  '
    const start = headerLengthBytes + header.length
    expect(parseBytes(fileBytes(header, Array<number>(9).fill(0)))).toEqual({
      metadata: { k: 'v' },
      entries: [
        { name: 'a', dtype: 'U8', shape: [], start, byteLength: 1 },
        { name: 'b', dtype: 'F32', shape: [1, 2], start: start + 1, byteLength: 8 },
      ],
    })
  })

  const tensor = (fields: string): string => `{"a":{${fields}}}`
  it.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(0), /it has 0 bytes/],
    ['too short', new Uint8Array(7), /it has 7 bytes/],
    [
      'a huge length',
      Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1),
      /claims 72057594037927936 bytes, and at most 100000000/,
    ],
    [
      'a length beyond the end',
      Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0x7b),
      /claims 9 bytes, but the file has only 9/,
    ],
    ['no header', fileBytes(''), /does not begin with '\{'/],
    ['a list', fileBytes('[]'), /does not begin with '\{'/],
    ['torn JSON', fileBytes('{"a":'), /is not JSON/],
    ['bad UTF-8', fileBytes('{"a"').map((byte) => (byte === 0x61 ? 0xff : byte)), /is not JSON/],
    [
      'a name twice',
      fileBytes(one.replace('}}', '},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}'), [0, 0]),
      /has 'a' twice/,
    ],
    ['metadata that is no table of texts', fileBytes('{"__metadata__":{"k":1}}'), /'__metadata__' is not/],
    [
      'no dtype',
      fileBytes(tensor('"shape":[2],"data_offsets":[0,2]'), [0, 0]),
      /tensor 'a' is described wrongly: dtype/,
    ],
    [
      'an unknown dtype',
      fileBytes(one.replace('U8', 'C64'), [0, 0]),
      /'a' has the type 'C64', known are BOOL, U8/,
    ],
    ['an inherited dtype', fileBytes(one.replace('U8', 'toString'), [0, 0]), /has the type 'toString'/],
    ['a negative size', fileBytes(one.replace('[2]', '[-2]'), [0, 0]), /'a' is described wrongly: shape\.0/],
    [
      'a fraction',
      fileBytes(one.replace('[0,2]', '[0,1.5]'), [0, 0]),
      /'a' is described wrongly: data_offsets\.1/,
    ],
    [
      'a shape that does not fit',
      fileBytes(one.replace('[2]', '[3]'), [0, 0]),
      /type U8 and shape \[3\] needs 3 bytes, but its offsets give 2/,
    ],
    [
      'an overflowing shape',
      fileBytes(one.replace('[2]', '[9007199254740991,2]'), [0, 0]),
      /needs 18014398509481982 bytes/,
    ],
    ['offsets back to front', fileBytes(one.replace('[0,2]', '[2,0]'), [0, 0]), /offsets give -2/],
    ['a gap', fileBytes(one.replace('[0,2]', '[1,3]'), [0, 0, 0]), /'a' leaves a gap of 1 bytes/],
    [
      'an overlap',
      fileBytes(`${one.slice(0, -1)},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}`, [0, 0, 0]),
      /'b' overlaps/,
    ],
    ['a missing end', fileBytes(one, [0]), /its last tensor, 'a', ends at byte 63, but the file has 62/],
    ['a tail', fileBytes(one, [0, 0, 0]), /ends at byte 63, but the file has 64/],
    ['an unknown field', fileBytes(one.replace('"shape"', '"x":1,"shape"'), [0, 0]), /described wrongly/],
  ])('with %s is refused', (_, bytes, message) => {
    const parse = (): unknown => parseBytes(bytes)
    expect(parse).toThrow(StudioError)
    expect(parse).toThrow(/^m\.safetensors cannot be used: /)
    expect(parse).toThrow(message)
  })

  it('never fails in another way, whatever the bytes', () => {
    const valid = [...fileBytes(one, [1, 2])]
    const damaged = fc
      .tuple(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length))
      .map(([place, byte, end]) => Uint8Array.from(valid.with(place, byte).slice(0, Math.max(end, place))))
    const json = fc.jsonValue().map((value) => fileBytes(JSON.stringify({ a: value }), [0, 0]))
    const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 80 }), damaged, json)
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        try {
          for (const { start, byteLength } of parseBytes(bytes).entries) {
            expect(start + byteLength).toBeLessThanOrEqual(bytes.length)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(StudioError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a written file', () => {
  it('has the bytes that the format prescribes', async () => {
    const path = join(folder, 'deep', 'bytes.safetensors')
    await writeSafetensors(path, [{ name: 'a', shape: [2], data: Uint8Array.of(7, 8) }])
    const bytes = await readFile(path)
    // The JSON has 53 bytes, padded to 56.
    expect([...bytes.subarray(0, 8)]).toEqual([56, 0, 0, 0, 0, 0, 0, 0])
    expect(bytes.subarray(8, 64).toString()).toBe(`${one}   `)
    expect([...bytes.subarray(64)]).toEqual([7, 8])
  })

  it('reads back bit for bit, whatever is in it', async () => {
    const tensorArbitrary = fc.record({
      name: fc.string({ unit: 'binary' }).filter((name) => name !== '__metadata__' && name.isWellFormed()),
      data: fc.oneof(fc.float32Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 })),
    })
    const path = join(folder, 'any.safetensors')
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(tensorArbitrary, { selector: ({ name }) => name, maxLength: 5 }),
        async (tensors) => {
          await writeSafetensors(
            path,
            tensors.map(({ name, data }) => ({ name, shape: [data.length, 1], data })),
          )
          const reader = await openSafetensors(path)
          expect(reader.entries).toHaveLength(tensors.length)
          for (const { name, data } of tensors) {
            const read =
              data instanceof Float32Array ? await reader.readFloat32(name) : await reader.readUint8(name)
            expect(new Uint8Array(read.buffer, read.byteOffset, read.byteLength)).toEqual(
              new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
            )
          }
          await reader.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('replaces the old one as a whole and leaves nothing beside it', async () => {
    const place = join(folder, 'replaced')
    const path = join(place, 'm.safetensors')
    for (const value of [1, 2]) {
      await writeSafetensors(path, [{ name: 'a', shape: [1], data: Float32Array.of(value) }], {
        version: String(value),
      })
    }
    const reader = await openSafetensors(path)
    expect(await reader.readFloat32('a')).toEqual(Float32Array.of(2))
    expect(reader.metadata).toEqual({ version: '2' })
    await reader.close()
    expect(await readdir(place)).toEqual(['m.safetensors'])
  })

  it('says where it could not be written, and leaves nothing', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    await expect(writeSafetensors(join(file, 'm.safetensors'), [])).rejects.toMatchObject({
      code: 'file/not-writable',
    })
  })
})

describe('reading', () => {
  it('says that a file is not there', async () => {
    await expect(openSafetensors(folder)).rejects.toMatchObject({
      code: 'file/not-found',
      message: `${folder} is a folder. Give the model file in it (.safetensors).`,
    })
    await expect(openSafetensors(join(folder, 'none.safetensors'))).rejects.toMatchObject({
      code: 'file/not-found',
    })
  })

  it('names a tensor that is missing or of another type', async () => {
    const path = join(folder, 'types.safetensors')
    await writeFile(path, fileBytes(one, [1, 2]))
    const reader = await openSafetensors(path)
    await expect(reader.readFloat32('b')).rejects.toThrow(
      "types.safetensors cannot be used: it has no tensor 'b'",
    )
    await expect(reader.readFloat32('a')).rejects.toThrow("tensor 'a' has the type U8, expected F32")
    expect(await reader.readUint8('a')).toEqual(Uint8Array.of(1, 2))
    await reader.close()
  })
})

describe('toFloat32', () => {
  it('reads every kind of floating-point number', () => {
    const bytes = (array: { buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(array.buffer)
    expect(toFloat32(bytes(Float32Array.of(0.1)), 'F32')).toEqual(Float32Array.of(0.1))
    expect(toFloat32(bytes(Float64Array.of(0.1)), 'F64')).toEqual(Float32Array.of(0.1))
    // binary16: 1.5, -2, the smallest subnormal, infinity; bfloat16: 1, -2.
    const half = Uint16Array.of(0x3e00, 0xc000, 0x0001, 0x7c00)
    expect([...toFloat32(bytes(half), 'F16')!]).toEqual([1.5, -2, 2 ** -24, Infinity])
    expect([...toFloat32(bytes(Uint16Array.of(0x3f80, 0xc000)), 'BF16')!]).toEqual([1, -2])
    expect(toFloat32(Uint8Array.of(1), 'U8')).toBeNull()
  })

  it('reads float32 that do not begin at a multiple of four', () => {
    const shifted = new Uint8Array(5)
    shifted.set(new Uint8Array(Float32Array.of(2.5).buffer), 1)
    expect(toFloat32(shifted.subarray(1), 'F32')).toEqual(Float32Array.of(2.5))
  })
})
