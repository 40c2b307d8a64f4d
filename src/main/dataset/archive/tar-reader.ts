import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import type { ArchiveEntry, ArchiveReader } from './archive-entry'

/** Reads a tar file, compressed with gzip or not. */
export function openTar(path: string, { isCompressed }: { readonly isCompressed: boolean }): ArchiveReader {
  const file = createReadStream(path)
  const unzip = isCompressed ? createGunzip() : undefined
  const extraction = extract()
  // An error of one stream does not reach the next by itself.
  file.on('error', (error) => (unzip ?? extraction).destroy(error))
  unzip?.on('error', (error) => extraction.destroy(error))
  // It is thrown where the entries are read; there it may come a moment after nobody listens any more.
  extraction.on('error', () => undefined)
  const source = unzip ? file.pipe(unzip) : file
  return {
    unpackedBytes: null,
    entries: async function* () {
      source.pipe(extraction)
      for await (const entry of extraction) {
        const { name, size, type } = entry.header
        yield { name, kind: kindOf(type), sizeBytes: size, read: () => bytesOf(entry) }
        entry.resume()
      }
    },
    doneBytes: () => file.bytesRead,
    close: () => {
      file.destroy()
      unzip?.destroy()
      extraction.destroy()
    },
  }
}

async function* bytesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk as Uint8Array
}

function kindOf(type: Header['type']): ArchiveEntry['kind'] {
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return 'file'
    case 'directory':
      return 'folder'
    case 'link':
    case 'symlink':
      return 'link'
    default:
      return 'special'
  }
}
