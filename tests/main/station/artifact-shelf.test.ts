import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { ArtifactShelf } from '../../../src/main/station/artifact-shelf'
import type { Caller } from '../../../src/shared/roles'
import { pictureTokenSchema } from '../../../src/shared/trials/trial-parts'
import { testEnvironment } from '../../support/station-environment'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-shelf-'))
const path = join(folder, 'garbage-truck-cpr32.jpg')
writeFileSync(path, 'a picture')
const file = { path, mediaType: 'image/jpeg' } as const
afterAll(() => rmSync(folder, { recursive: true }))

const seat: Caller = { role: 'seat', seatId: '0193a1e0-0000-7000-8000-000000000001' }
const otherSeat: Caller = { role: 'seat', seatId: '0193a1e0-0000-7000-8000-000000000002' }

test('a token names nothing, is the same for the same reader, and another for another', () => {
  const shelf = new ArtifactShelf(testEnvironment())
  const token = shelf.lend(file, seat)
  expect(pictureTokenSchema.safeParse(token).success).toBe(true)
  expect(shelf.lend(file, seat)).toBe(token)
  expect(shelf.lend(file, otherSeat)).not.toBe(token)
})

test('its reader gets the picture, to keep for ever, without its name', async () => {
  const shelf = new ArtifactShelf(testEnvironment())
  const answer = (await shelf.read(shelf.lend(file, seat), seat))!
  expect(answer.body.toString()).toBe('a picture')
  expect(answer.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  expect(JSON.stringify(answer.headers)).not.toContain('truck')
})

test('nobody else gets it, and nobody after it was taken back', async () => {
  const shelf = new ArtifactShelf(testEnvironment())
  const token = shelf.lend(file, seat)
  const kept = shelf.lend(file, otherSeat)
  expect(await shelf.read(token, otherSeat)).toBeNull()
  expect(await shelf.read(token, { role: 'supervisor' })).toBeNull()
  shelf.takeBack(seat)
  expect(await shelf.read(token, seat)).toBeNull()
  expect(await shelf.read(token, null)).toBeNull()
  expect(await shelf.read(kept, otherSeat)).not.toBeNull()
  expect(shelf.lend(file, seat)).not.toBe(token)
})

test.each(['', '..', '__proto__', path])('there is nothing at %j', async (token) => {
  expect(await new ArtifactShelf(testEnvironment()).read(token, null)).toBeNull()
})

test('a file that is gone is not there, whatever was promised', async () => {
  const shelf = new ArtifactShelf(testEnvironment())
  const token = shelf.lend({ path: join(folder, 'gone.png'), mediaType: 'image/png' }, seat)
  expect(await shelf.read(token, seat)).toBeNull()
})

test('a picture goes out without what its file says about it', async () => {
  const shelf = new ArtifactShelf(testEnvironment())
  const pixels = sharp({ create: { width: 7, height: 5, channels: 3, background: 'teal' } })
  const png = await pixels
    .withExif({ IFD0: { ImageDescription: 'garbage truck' } })
    .png()
    .toBuffer()
  const told = Buffer.concat([
    png.subarray(0, 33),
    textChunk('Comment', 'cpr-32'),
    png.subarray(33),
    Buffer.from('cpr-2'),
  ])
  writeFileSync(join(folder, 'told.png'), told)
  const { body } = (await shelf.read(
    shelf.lend({ path: join(folder, 'told.png'), mediaType: 'image/png' }, seat),
    seat,
  ))!
  expect(told.toString('latin1')).toMatch(/garbage truck[^]*cpr-2$/)
  expect(told.toString('latin1')).toContain('cpr-32')
  expect(body.toString('latin1')).not.toMatch(/garbage|cpr|Exif|iCCP|tEXt/)
  expect(await sharp(body).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer())
})

test.each(['', 'a picture', '\x89PNG\r\n\x1a\n', 'the half of a picture'])(
  'what is no PNG is not given out as one (%j)',
  async (content) => {
    const whole = await sharp({ create: { width: 7, height: 5, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    const half = content === 'the half of a picture' ? whole.subarray(0, whole.length - 9) : content
    const shelf = new ArtifactShelf(testEnvironment())
    writeFileSync(join(folder, 'broken.png'), half, 'latin1')
    const token = shelf.lend({ path: join(folder, 'broken.png'), mediaType: 'image/png' }, seat)
    expect(await shelf.read(token, seat)).toBeNull()
  },
)

/** A PNG's `tEXt` chunk. */
function textChunk(keyword: string, text: string): Buffer {
  const content = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1')
  const chunk = Buffer.alloc(content.length + 8)
  chunk.writeUInt32BE(content.length - 4)
  content.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(content), content.length + 4)
  return chunk
}
