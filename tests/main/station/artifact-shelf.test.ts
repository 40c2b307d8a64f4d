import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ArtifactShelf } from '../../../src/main/station/artifact-shelf'
import type { Caller } from '../../../src/shared/roles'
import { pictureTokenSchema } from '../../../src/shared/trials/trial-parts'
import { testEnvironment } from '../../support/station-environment'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-shelf-'))
const path = join(folder, 'garbage-truck-cpr32.png')
writeFileSync(path, 'a picture')
const file = { path, mediaType: 'image/png' } as const
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
    'content-type': 'image/png',
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
