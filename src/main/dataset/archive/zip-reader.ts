import { crc32 } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import type { ArchiveEntry, ArchiveReader } from './archive-entry'

/** Reads a zip file, after its whole list of contents: what is in it is known before anything is unpacked. */
export async function openZip(path: string): Promise<ArchiveReader> {
  const zip = await openPromise(path, { autoClose: false })
  const found: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) found.push(entry)
  } catch (error) {
    zip.close()
    throw error
  }
  let doneBytes = 0
  return {
    unpackedBytes: found.reduce((sum, entry) => sum + entry.uncompressedSize, 0),
    entries: async function* () {
      for (const entry of found) {
        yield zipEntry(zip, entry)
        doneBytes += entry.compressedSize
      }
    },
    doneBytes: () => doneBytes,
    close: () => zip.close(),
  }
}

function zipEntry(zip: ZipFile, entry: Entry): ArchiveEntry {
  return {
    name: entry.fileName,
    kind: kindOf(entry),
    sizeBytes: entry.uncompressedSize,
    read: () => checkedBytes(zip, entry),
  }
}

/** The library checks the size, not the contents. */
async function* checkedBytes(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry)
  let sum = 0
  for await (const chunk of stream) {
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (sum !== entry.crc32) throw new Error(`the checksum of ${entry.fileName} is wrong`)
}

const fileTypeMask = 0o170000

/** File types of Unix, in the upper half of the attributes where a Unix program packed the file; 0 elsewhere. */
const fileTypes: Readonly<Record<number, ArchiveEntry['kind']>> = {
  0: 'file',
  0o100000: 'file',
  0o040000: 'folder',
  0o120000: 'link',
}

function kindOf({ fileName, externalFileAttributes }: Entry): ArchiveEntry['kind'] {
  const kind = fileTypes[(externalFileAttributes >>> 16) & fileTypeMask] ?? 'special'
  return kind === 'file' && fileName.endsWith('/') ? 'folder' : kind
}
