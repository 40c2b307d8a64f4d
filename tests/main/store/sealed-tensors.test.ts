import { mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StreamedTensor } from '../../../src/main/store/safetensors-writer'
import { writeSafetensors } from '../../../src/main/store/safetensors-writer'
import { openSealed, writeSealed } from '../../../src/main/store/sealed-tensors'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealed-'))
})
afterAll(() => rm(folder, { recursive: true }))

const weights = Float32Array.of(1, -0, 3.5e-42, NaN, Infinity, 0.1)
const bits = Uint8Array.of(1, 2, 3)
const tensors: readonly StreamedTensor[] = [
  { name: 'bits', shape: [3], dtype: 'U8', read: () => Promise.resolve(bits) },
  { name: 'weights', shape: [2, 3], dtype: 'F32', read: () => Promise.resolve(weights) },
]

async function written(name: string): Promise<string> {
  const path = join(folder, name)
  await writeSealed(path, { epochs: 3 }, tensors)
  return path
}

describe('sealed tensors', () => {
  it('come back bit for bit, with their state', async () => {
    const { state, reader } = await openSealed(await written('whole'))
    expect(state).toEqual({ epochs: 3 })
    const found = await reader.readFloat32('weights')
    expect(new Uint32Array(found.slice().buffer)).toEqual(new Uint32Array(weights.slice().buffer))
    expect(await reader.readUint8('bits')).toEqual(bits)
    await reader.close()
  })

  it('fetches a tensor only when the one before it is written', async () => {
    const path = join(folder, 'in-turn')
    const sizes: number[] = []
    const read = async (): Promise<Float32Array> => {
      const temporary = await findTemporary(path)
      sizes.push((await stat(temporary)).size)
      return new Float32Array(1000)
    }
    const tensor = (name: string): StreamedTensor => ({ name, shape: [1000], dtype: 'F32', read })
    await writeSealed(path, null, [tensor('a'), tensor('b'), tensor('c')])
    expect(sizes.map((size) => size - sizes[0]!)).toEqual([0, 4000, 8000])
  })

  it('refuses a file in which any single bit has changed', async () => {
    const path = await written('flipped')
    const bytes = await readFile(path)
    const dataStart = 8 + Number(bytes.readBigUInt64LE(0))
    for (const position of [dataStart, dataStart + 13, dataStart + 24, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[position]! ^= 1
      await writeFile(path, changed)
      await expect(openSealed(path)).rejects.toMatchObject({
        code: 'network/bad-weights',
        message: expect.stringContaining(
          'flipped cannot be used: its checksum is not that of its content',
        ) as string,
      })
    }
    const changed = Buffer.from(bytes)
    changed[bytes.indexOf('epochs')]! ^= 1
    await writeFile(path, changed)
    await expect(openSealed(path)).rejects.toMatchObject({ code: 'network/bad-weights' })
  })

  it('refuses a file that was cut off, an empty one, and one of another kind', async () => {
    const path = await written('cut')
    await truncate(path, (await stat(path)).size - 5)
    await expect(openSealed(path)).rejects.toThrow(/cut cannot be used.*ends at byte/)
    await (await open(path, 'w')).close()
    await expect(openSealed(path)).rejects.toMatchObject({ code: 'network/bad-weights' })
    await writeSafetensors(path, [])
    await expect(openSealed(path)).rejects.toThrow('cut cannot be used: it holds no state')
  })

  it('leaves nothing when a tensor cannot be fetched', async () => {
    const path = join(folder, 'failed')
    const read = () => Promise.reject(new Error('device lost'))
    await expect(writeSealed(path, null, [{ name: 'a', shape: [1], dtype: 'F32', read }])).rejects.toThrow(
      'device lost',
    )
    await expect(findTemporary(path)).rejects.toThrow('nothing')
  })
})

async function findTemporary(path: string): Promise<string> {
  const name = (await readdir(folder)).find((each) => each.startsWith(`.${basename(path)}.`))
  if (name === undefined) throw new Error('nothing')
  return join(folder, name)
}
