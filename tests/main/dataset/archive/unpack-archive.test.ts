import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  unpackArchive,
  type UnpackOptions,
  type UnpackResult,
} from '../../../../src/main/dataset/archive/unpack-archive'
import { defaultLimits } from '../../../../src/main/dataset/archive/unpack-limits'
import { StudioError } from '../../../../src/shared/errors'
import { temporaryFolder } from '../temporary-folder'
import { makeTar, makeZip, type Made } from './make-archive'

type Entries = readonly (readonly [name: string, made: Made])[]

interface Unpacked extends UnpackResult {
  readonly folder: string
}

/** Unpacks bytes into a new folder beside which nothing but the archive is. */
async function unpack(bytes: Uint8Array, options: Partial<UnpackOptions> = {}): Promise<Unpacked> {
  const root = temporaryFolder()
  const [archive, folder] = [join(root, 'archive'), join(root, 'folder')]
  writeFileSync(archive, bytes)
  mkdirSync(folder)
  try {
    return { ...(await unpackArchive({ archive, folder, ...options })), folder }
  } finally {
    expect(readdirSync(root).sort()).toEqual(['archive', 'folder'])
  }
}

async function refusal(bytes: Uint8Array, options?: Partial<UnpackOptions>): Promise<StudioError> {
  const thrown: unknown = await unpack(bytes, options).catch((error: unknown) => error)
  if (!(thrown instanceof StudioError)) throw new Error(`no StudioError but ${String(thrown)}`)
  return thrown
}

const honest: Entries = [
  ['set/train/cat/1.png', 'one'],
  ['set/train/dog/2.png', 'two'],
  ['set/notes.txt', ''],
]
const asZip = (entries: Entries): Buffer =>
  makeZip(
    entries.map(([name, made]) => ({
      name,
      contents: typeof made === 'string' || Buffer.isBuffer(made) ? made : '',
    })),
  )

describe.each([
  ['tar', makeTar],
  ['tar.gz', async (entries: Entries) => gzipSync(await makeTar(entries))],
  ['zip', (entries: Entries) => Promise.resolve(asZip(entries))],
] as const)('a %s file', (kind, make) => {
  test('gives its files, whatever its name', async () => {
    const { folder, files, skipped } = await unpack(await make(honest))
    expect(Object.fromEntries(files)).toEqual({
      'set/train/cat/1.png': 3,
      'set/train/dog/2.png': 3,
      'set/notes.txt': 0,
    })
    expect(readFileSync(join(folder, 'set/train/cat/1.png'), 'utf8')).toBe('one')
    expect(skipped).toEqual([])
  })

  test('with what systems leave behind gives only the rest', async () => {
    const litter: Entries = [
      ['__MACOSX/set/._1.png', 'x'],
      ['set/.DS_Store', 'x'],
      ['set/Thumbs.db', 'x'],
    ]
    expect((await unpack(await make([...litter, ...honest]))).files.size).toBe(3)
  })

  test.each([
    ['../evil', 'leads out'],
    ['set/../../evil', 'leads out'],
    ['/evil', 'absolute'],
    ['C:evil', 'absolute'],
    ['C:\\evil', 'absolute'],
    ['..\\evil', 'leads out'],
    [`${'deep/'.repeat(40)}evil`, 'more than 32 folders'],
  ])('is refused for the name %s', async (name, reason) => {
    // The zip library refuses some of these by itself, in its own words.
    const { code, message } = await refusal(await make([...honest, [name, 'x']]))
    expect(code).toBe('dataset/bad-archive')
    expect(message).toMatch(new RegExp(`${reason}|absolute path|invalid relative path`))
    expect(message).toContain('Nothing of it was kept')
  })

  test('that is cut short is refused', async () => {
    const long: Entries = [['cat/1.png', Buffer.alloc(20_000, 'noise of some length')]]
    const bytes = await make(long)
    const { code, message } = await refusal(bytes.subarray(0, bytes.length / 2))
    expect(code).toBe('dataset/bad-archive')
    expect(message).toContain('cut short')
  })

  test('with names that only some systems can store: listed on those that cannot', async () => {
    const odd: Entries = [
      ['cat/what?.png', 'x'],
      ['cat/nul.png', 'x'],
      ['cat/dot.', 'x'],
      ['cat/ok.png', 'x'],
    ]
    const elsewhere = await unpack(await make(odd), { platform: 'linux' })
    expect(elsewhere.files.size).toBe(4)
    const onWindows = await unpack(await make(odd), { platform: 'win32' })
    expect([...onWindows.files.keys()]).toEqual(['cat/ok.png'])
    expect(onWindows.skipped.map(({ reason }) => reason)).toEqual([
      "On Windows a name cannot have '?'.",
      "On Windows the name 'nul.png' is kept for a device.",
      'On Windows a name cannot end in a dot or a blank.',
    ])
  })

  test('with two files of one name, or of names that differ in case, gives the first and lists the second', async () => {
    const { folder, files, skipped } = await unpack(
      await make([
        ['cat/1.png', 'first'],
        ['cat/1.png', 'second'],
        ['cat/1.PNG', 'third'],
      ]),
    )
    expect(files.size).toBe(1)
    expect(readFileSync(join(folder, 'cat/1.png'), 'utf8')).toBe('first')
    expect(skipped.map(({ path }) => path)).toEqual(['cat/1.png', 'cat/1.PNG'])
  })

  test('with folders that differ in case, or a file that is also a folder, is refused', async () => {
    const cases = await refusal(
      await make([
        ['cat/1.png', 'x'],
        ['Cat/2.png', 'x'],
      ]),
    )
    expect(cases.message).toContain("'cat' and 'Cat' differ only in case")
    const both = await refusal(
      await make([
        ['cat', 'x'],
        ['cat/1.png', 'x'],
      ]),
    )
    expect(both.message).toContain("'cat' is both a file and a folder")
  })

  test.skipIf(kind === 'tar')('that unpacks to far more than its size is refused', async () => {
    const zeros: Entries = [['cat/1.png', Buffer.alloc(1_000_000)]]
    const limits = { ...defaultLimits, ratioFromBytes: 500_000, ratio: 100 }
    const { message } = await refusal(await make(zeros), { limits })
    expect(message).toContain('more than images can be compressed')
  })

  test('with more files than its limit is refused', async () => {
    const { message } = await refusal(await make(honest), { limits: { ...defaultLimits, entries: 2 } })
    expect(message).toContain('more than 2 files')
  })

  test('larger than the free space is refused, and says how much is missing', async () => {
    const { code, message } = await refusal(await make(honest), {
      freeBytes: () => Promise.resolve(200 * 2 ** 20),
    })
    expect(code).toBe('file/no-space')
    expect(message).toContain('209.7 MB are free')
  })

  test('leaves out a file that is larger than an image can be', async () => {
    const entries: Entries = [
      ['cat/1.png', 'x'],
      ['cat/film.mp4', Buffer.alloc(2000)],
      ['cat/2.png', 'y'],
    ]
    const { files, skipped } = await unpack(await make(entries), {
      limits: { ...defaultLimits, fileBytes: 1000 },
    })
    expect([...files.keys()]).toEqual(['cat/1.png', 'cat/2.png'])
    expect(skipped[0]!.path).toBe('cat/film.mp4')
  })

  test('stops when it is cancelled', async () => {
    expect((await refusal(await make(honest), { signal: AbortSignal.abort() })).code).toBe('job/cancelled')
  })

  test('tells how far it is, and ends at its own size', async () => {
    const bytes = await make(honest)
    const seen: number[] = []
    await unpack(bytes, { onProgress: (done) => seen.push(done) })
    expect(seen.at(-1)).toBe(bytes.length)
    expect(seen).toEqual([...seen].sort((left, right) => left - right))
  })
})

describe('links and devices are refused', () => {
  test.each([
    ['a symbolic link', { type: 'symlink', linkname: '/etc' }, 'is a link'],
    ['a hard link', { type: 'link', linkname: '../secret' }, 'is a link'],
    ['a pipe', { type: 'fifo' }, 'neither a file nor a folder'],
    ['a device', { type: 'character-device' }, 'neither a file nor a folder'],
  ] as const)('in tar: %s', async (_name, made, reason) => {
    const { code, message } = await refusal(await makeTar([...honest, ['set/train/cat/2.png', made]]))
    expect([code, message]).toEqual(['dataset/bad-archive', expect.stringContaining(reason)])
  })

  test('in zip: a symbolic link, and a file that would be written through it', async () => {
    const { message } = await refusal(
      makeZip([
        { name: 'out', contents: '/tmp', mode: 0o120777 },
        { name: 'out/evil', contents: 'x' },
      ]),
    )
    expect(message).toContain('is a link')
  })
})

describe('a zip file that lies', () => {
  test('about a size is refused, whichever way', async () => {
    for (const statedBytes of [1, 1000]) {
      const zip = makeZip([{ name: 'cat/1.png', contents: 'some bytes', statedBytes }])
      expect((await refusal(zip)).code).toBe('dataset/bad-archive')
    }
  })

  test('about a checksum is refused', async () => {
    const zip = makeZip([{ name: 'cat/1.png', contents: 'some bytes', statedCrc: 1 }])
    expect((await refusal(zip)).message).toContain('the checksum of cat/1.png is wrong')
  })
})

test('names with control characters are listed, shown without their effect', async () => {
  const tar = await makeTar([['cat/\u001b[31mred.png', 'x']])
  expect((await unpack(tar)).skipped).toEqual([
    { path: 'cat/\\u001b[31mred.png', reason: 'Its name has control characters.' },
  ])
})

test('names that are not UTF-8 are listed: in Latin-1 é is the byte E9', async () => {
  const tar = await makeTar([['cat/cafe.png', 'x']])
  tar[tar.indexOf('cafe') + 3] = 0xe9
  const sum = tar.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  expect((await unpack(tar)).skipped).toEqual([
    { path: 'cat/caf\ufffd.png', reason: 'Its name is not in UTF-8.' },
  ])
})

describe('what is no archive is refused with its kind', () => {
  test.each([
    ['nothing', '', 'is empty'],
    ['text', 'these are my labels', 'is no archive'],
    ['bzip2', 'BZh91AY&SY', 'a bzip2 file'],
    ['7-Zip', '7z\xbc\xaf\x27\x1c\0', 'a 7-Zip archive'],
    ['gzip of something else', gzipSync('only text'), 'cannot be unpacked'],
  ])('%s', async (_name, contents, reason) => {
    const bytes = typeof contents === 'string' ? Buffer.from(contents, 'latin1') : contents
    const { code, message } = await refusal(bytes)
    expect([code, message]).toEqual(['dataset/bad-archive', expect.stringContaining(reason)])
  })

  test('a file that is not there', async () => {
    const folder = temporaryFolder()
    const archive = join(folder, 'gone.zip')
    await expect(unpackArchive({ archive, folder })).rejects.toMatchObject({ code: 'dataset/not-found' })
    expect(existsSync(archive)).toBe(false)
  })
})
