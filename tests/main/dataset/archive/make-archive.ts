import { writeFileSync } from 'node:fs'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { pack, type Header } from 'tar-stream'

/** An entry of a made archive: a file's contents, or a tar header of another kind. */
export type Made = Buffer | string | Partial<Header>

/** The bytes of a tar file. */
export async function makeTar(entries: readonly (readonly [name: string, made: Made])[]): Promise<Buffer> {
  const packing = pack()
  for (const [name, made] of entries) {
    if (typeof made === 'string' || Buffer.isBuffer(made)) packing.entry({ name }, made)
    else packing.entry({ name, ...made })
  }
  packing.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of packing) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Writes a tar.gz file. */
export async function writeTarGz(
  path: string,
  entries: readonly (readonly [name: string, made: Made])[],
): Promise<void> {
  writeFileSync(path, gzipSync(await makeTar(entries)))
}

export interface ZipEntry {
  readonly name: string
  readonly contents?: Buffer | string
  /** Unix file mode, as 0o120777 for a symbolic link. */
  readonly mode?: number
  /** What the archive says instead of the truth. */
  readonly statedBytes?: number
  readonly statedCrc?: number
}

/** The bytes of a zip file, with whatever names, modes and sizes it is told to state. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const { local, central } = zipRecords(entry, offset)
    locals.push(local)
    centrals.push(central)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

/** The local and the central record of an entry (PKWARE's APPNOTE 4.3.7 and 4.3.12); names are UTF-8. */
function zipRecords(entry: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name)
  const contents = Buffer.from(entry.contents ?? '')
  const packed = deflateRawSync(contents)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(0x800, 2)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(entry.statedCrc ?? crc32(contents), 10)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(entry.statedBytes ?? contents.length, 18)
  common.writeUInt16LE(name.length, 22)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
  tail.writeUInt32LE(offset, 10)
  const madeByUnix = Buffer.from([20, 3])
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]),
    central: Buffer.concat([Buffer.from('PK\x01\x02'), madeByUnix, common, tail, name]),
  }
}
