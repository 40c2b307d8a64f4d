import { open } from 'node:fs/promises'
import { StudioError } from '../../../shared/errors'

export type ArchiveFormat = 'tar' | 'tar.gz' | 'zip'

/** First bytes of what people also call an archive, so that the message can name it. */
const unreadFormats: readonly (readonly [start: string, name: string])[] = [
  ['BZh', 'a bzip2 file'],
  ['\xfd7zXZ\0', 'an xz file'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
  ['Rar!', 'a RAR archive'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard file'],
]

/**
 * The format of an archive by its first bytes, whatever its name says. What is inside a gzip file shows only when it
 * is read.
 *
 * @throws StudioError `dataset/bad-archive` for any other file
 */
export async function archiveFormat(path: string): Promise<ArchiveFormat> {
  const head = await readHead(path)
  const text = head.toString('latin1')
  if (text.startsWith('\x1f\x8b')) return 'tar.gz'
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return 'zip'
  if (isTarHeader(head)) return 'tar'
  const unread = unreadFormats.find(([start]) => text.startsWith(start))
  const found = head.length === 0 ? 'is empty' : unread ? `is ${unread[1]}` : 'is no archive'
  throw new StudioError(
    'dataset/bad-archive',
    `'${path}' ${found}. Archives of images can be .tar, .tar.gz (.tgz) or .zip files; pack the class folders again ` +
      'as one of these, or unpack them and give the folder.',
  )
}

const blockBytes = 512

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(blockBytes), 0, blockBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A tar header holds the sum of its own bytes in octal, counted with blanks in the sum's own place (148 to 155). */
function isTarHeader(head: Buffer): boolean {
  if (head.length < blockBytes) return false
  const stated = Number.parseInt(head.toString('latin1', 148, 156).replaceAll(/[\0 ]/g, ''), 8)
  const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  return sum === stated
}
