import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { codeLifetimeMs, SeatRegistry } from '../../../../src/main/station/seats/seat-registry'
import { seatStorageOf } from '../../../../src/main/station/seats/seat-records'
import { testEnvironment } from '../../../support/station-environment'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-seats-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function open(environment = testEnvironment()) {
  const heard: string[] = []
  const registry = new SeatRegistry({
    storage: seatStorageOf(folder),
    environment,
    onChange: () => heard.push('changed'),
    onSignedOut: () => heard.push('signed out'),
  })
  return { registry, environment, heard }
}

describe('desks', () => {
  test('let one browser in for each code', () => {
    const { registry, heard } = open()
    const { id, code } = registry.create('Desk 1')
    const { seatId, token } = registry.redeem(code!.text)
    expect(seatId).toBe(id)
    expect(registry.isToken(id, token)).toBe(true)
    expect(registry.isToken(id, `${token}x`)).toBe(false)
    expect(registry.get(id).code).toBeNull()
    expect(() => registry.redeem(code!.text)).toThrow(/used/)
    expect(heard).toEqual(['changed', 'signed out', 'changed'])
  })

  test('refuse a code that is too old', () => {
    const { registry, environment } = open()
    const { code } = registry.create('Desk 1')
    environment.wait(codeLifetimeMs)
    expect(() => registry.redeem(code!.text)).toThrow(/too old/)
  })

  test('keep whoever has the desk until a new code is used, and take it away then', () => {
    const { registry } = open()
    const { id, code } = registry.create('Desk 1')
    const first = registry.redeem(code!.text)
    const renewed = registry.invite(id).code!
    expect(registry.isToken(id, first.token)).toBe(true)
    const second = registry.redeem(renewed.text)
    expect(registry.isToken(id, first.token)).toBe(false)
    expect(registry.isToken(id, second.token)).toBe(true)
  })

  test('a new code replaces the one before', () => {
    const { registry } = open()
    const { id, code } = registry.create('Desk 1')
    registry.invite(id)
    expect(() => registry.redeem(code!.text)).toThrow(/replaced/)
  })

  test('are taken from their browser for a window of this machine, and stay', () => {
    const { registry, heard } = open()
    const { id, code } = registry.create('Desk 1')
    const { token } = registry.redeem(code!.text)
    heard.length = 0
    registry.release(id)
    expect(registry.isToken(id, token)).toBe(false)
    expect(heard).toEqual(['signed out', 'changed'])
    registry.release(id)
    expect(heard).toHaveLength(2)
    expect(registry.list()).toMatchObject([{ id, tokenHash: null }])
  })

  test('are gone with all rights when they are revoked', () => {
    const { registry } = open()
    const { id, code } = registry.create('Desk 1')
    const { token } = registry.redeem(code!.text)
    registry.invite(id)
    registry.revoke(id)
    expect(registry.isToken(id, token)).toBe(false)
    expect(registry.list()).toEqual([])
    expect(() => registry.get(id)).toThrow(/no desk/)
  })

  test('know their browsers after the program was started again, and no secret is in the file', () => {
    const { registry } = open()
    const { id, code } = registry.create('Desk 1')
    const { token } = registry.redeem(code!.text)
    registry.rename(id, 'By the window')
    const again = open().registry
    expect(again.list()).toMatchObject([{ id, label: 'By the window', code: null }])
    expect(again.isToken(id, token)).toBe(true)
    expect(readFileSync(join(folder, 'desks.json'), 'utf8')).not.toContain(token)
  })

  test('are those of the study that is opened next, and codes of the one before open nothing', () => {
    const { registry, heard } = open()
    const { code } = registry.create('Desk 1')
    const desk2 = registry.create('Desk 2')
    const { token } = registry.redeem(desk2.code!.text)
    heard.length = 0
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    registry.use(seatStorageOf(elsewhere))
    expect(registry.list()).toEqual([])
    expect(heard).toEqual(['signed out', 'signed out', 'changed'])
    expect(registry.isToken(desk2.id, token)).toBe(false)
    expect(() => registry.redeem(code!.text)).toThrow(/not in use/)
    registry.use(seatStorageOf(folder))
    expect(registry.list()).toMatchObject([{ label: 'Desk 1', code: null }, { label: 'Desk 2' }])
    expect(registry.isToken(desk2.id, token)).toBe(true)
  })

  test('stay as they are where those of the next study cannot be read', () => {
    const { registry } = open()
    const { id, code } = registry.create('Desk 1')
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'desks.json'), 'no JSON')
    expect(() => registry.use(seatStorageOf(elsewhere))).toThrow(/desks\.json/)
    expect(registry.redeem(code!.text).seatId).toBe(id)
  })

  test('are not made up where their file is damaged', () => {
    writeFileSync(join(folder, 'desks.json'), '{"format":"sweetspot-seats-1","seats":[{"id":7}]}')
    expect(() => open()).toThrow(/desks\.json.*Delete it/s)
  })
})
