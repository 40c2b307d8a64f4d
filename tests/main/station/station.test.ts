import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ownAddresses } from '../../../src/main/station/network-addresses'
import { openTestHost } from '../../support/open-test-host'
import { StationClient } from '../../support/station-client'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-pictures-'))
const picture = { path: join(folder, 'dog-cpr2.jpg'), mediaType: 'image/jpeg' } as const
writeFileSync(picture.path, 'a picture')
afterAll(() => rmSync(folder, { recursive: true }))

const codeOf = (code: string) => ({ ok: false, error: { code } })

describe('who may enter', () => {
  test('one browser with each link, whose cookie no script and no other site can use', async () => {
    const host = await openTestHost()
    const secret = host.links.create('studio')
    const answer = await host.client().post('/enter', { secret })
    expect(answer.result()).toEqual({ ok: true, value: { home: '/studio/' } })
    const [cookie] = answer.headers['set-cookie']!
    expect(cookie).toMatch(/; Path=\/studio\/; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(secret)
    expect(await host.client().enter(secret)).toMatchObject(codeOf('station/bad-code'))
  })

  test('a desk with its code, whose cookie outlives the browser', async () => {
    const host = await openTestHost()
    const { id, code } = host.seats.create('Desk 1')
    const answer = await host.client().post('/enter', { secret: ` ${code!.text.toLowerCase()} ` })
    expect(answer.result()).toEqual({ ok: true, value: { home: `/seat/${id}/` } })
    expect(answer.headers['set-cookie']![0]).toMatch(/; Max-Age=\d+$/)
  })

  test('nobody without: pages are for all, answers are not', async () => {
    const host = await openTestHost()
    const client = host.client()
    expect((await client.get('/')).text).toBe('<p>the page</p>')
    expect((await client.get('/studio/')).status).toBe(200)
    const call = await client.post('/studio/api/call', { procedure: 'app.info' })
    expect([call.status, call.result()]).toMatchObject([401, codeOf('api/signed-out')])
    expect((await client.get('/studio/api/events')).result()).toMatchObject(codeOf('api/signed-out'))
    expect((await client.get('/studio/artifacts/x')).result()).toMatchObject(codeOf('api/signed-out'))
  })

  test('guessing ends soon, also with the right code', async () => {
    const host = await openTestHost({ limits: { wrongSecrets: { perSecond: 0.001, burst: 3 } } })
    const { code } = host.seats.create('Desk 1')
    const wrong = '2222-2222' // all values 0: a code as good as any, but not in use
    for (let guess = 0; guess < 3; guess++) {
      expect(await host.client().enter(wrong)).toMatchObject(codeOf('station/bad-code'))
    }
    expect(await host.client().enter(wrong)).toMatchObject(codeOf('api/too-often'))
    expect(await host.client().enter(code!.text)).toMatchObject(codeOf('api/too-often'))
  })
})

describe('what each may do', () => {
  test('a desk rates and nothing else, and is told which desk it is', async () => {
    const host = await openTestHost()
    const desk = await host.atDesk('Desk 1')
    expect(await desk.call('seat.self')).toEqual({ ok: true, value: { id: desk.seatId, label: 'Desk 1' } })
    for (const procedure of ['seats.list', 'devices.list', 'station.share', 'station.inviteSupervisor']) {
      expect(await desk.call(procedure, { refresh: false, isOn: true })).toMatchObject(
        codeOf('api/forbidden'),
      )
    }
  })

  test('a desk’s cookie opens no other desk, no supervisor’s page and no studio', async () => {
    const host = await openTestHost()
    const desk = await host.atDesk('Desk 1')
    const other = host.seats.create('Desk 2')
    const body = { procedure: 'app.caller' }
    for (const home of ['/studio/', '/supervisor/', `/seat/${other.id}/`]) {
      expect((await desk.post(`${home}api/call`, body)).result()).toMatchObject(codeOf('api/signed-out'))
    }
  })

  test('a revoked desk is signed out', async () => {
    const host = await openTestHost()
    const desk = await host.atDesk('Desk 1')
    const supervisor = await host.signedIn('supervisor')
    expect(await supervisor.call('seats.revoke', { seatId: desk.seatId })).toMatchObject({ ok: true })
    expect(await desk.call('seat.self')).toMatchObject(codeOf('api/signed-out'))
  })

  test('a desk that is removed while it waits for an answer gets one', async () => {
    const logged: string[] = []
    const host = await openTestHost({ onDeskTrouble: (text) => logged.push(text) })
    const { seatId } = await host.atDesk('Desk 1')
    const ask = () =>
      host.answer({ caller: { role: 'seat', seatId }, procedure: 'seat.answer', input: 'no answer' })
    expect(await ask()).toMatchObject({ ok: false })
    expect(logged).toEqual([expect.stringContaining('Desk 1: an answer could not be saved')])
    const waiting = ask()
    host.seats.revoke(seatId)
    expect(await waiting).toMatchObject({ ok: false })
    expect(host.troubles.of(seatId)).toEqual([])
  })

  test('a picture is for the desk that it was lent to', async () => {
    const host = await openTestHost()
    const [desk, other] = [await host.atDesk('Desk 1'), await host.atDesk('Desk 2')]
    const token = host.artifacts.lend(picture, { role: 'seat', seatId: desk.seatId })
    const answer = await desk.get(`${desk.home}artifacts/${token}`)
    expect([answer.status, answer.text]).toEqual([200, 'a picture'])
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
    })
    expect((await other.get(`${other.home}artifacts/${token}`)).status).toBe(404)
    expect((await desk.get(`${desk.home}artifacts/`)).status).toBe(404)
    expect((await desk.get(`${desk.home}artifacts/..%2f..%2fetc%2fpasswd`)).status).toBe(404)
  })
})

describe('events', () => {
  test('go to the pages of the desk, and end when it is revoked', async () => {
    const host = await openTestHost()
    const desk = await host.atDesk('Desk 1')
    const supervisor = await host.signedIn('supervisor')
    const stream = desk.get(`${desk.home}api/events`) // resolves when it has ended
    await expect.poll(() => host.hub.countOf({ role: 'seat', seatId: desk.seatId })).toBe(1)
    expect(await supervisor.call('seats.list')).toMatchObject({
      value: [{ isTaken: true, isConnected: true }],
    })
    await supervisor.call('seats.rename', { seatId: desk.seatId, label: 'By the window' })
    await supervisor.call('seats.revoke', { seatId: desk.seatId })
    const { headers, text } = await stream
    expect(headers['content-type']).toBe('text/event-stream')
    expect(text).toContain(`event: seat.changed\ndata: {"id":"${desk.seatId}","label":"By the window"}\n\n`)
    expect(text).not.toContain('seats.changed')
  })

  test('a page may not be open without end', async () => {
    const host = await openTestHost({ limits: { streamsPerCaller: 1 } })
    const desk = await host.atDesk('Desk 1')
    void desk.get(`${desk.home}api/events`).catch(() => undefined) // cut when the station closes
    await expect.poll(() => host.hub.countOf({ role: 'seat', seatId: desk.seatId })).toBe(1)
    expect((await desk.get(`${desk.home}api/events`)).result()).toMatchObject(codeOf('api/too-often'))
  })
})

describe('requests of others', () => {
  test('a page of another site gets nothing, even with the cookie', async () => {
    const host = await openTestHost()
    const studio = await host.signedIn('studio')
    const body = { procedure: 'app.info' }
    const foreign: readonly Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { host: 'rebound.example' },
      { 'content-type': 'text/plain' },
    ]
    for (const headers of foreign) {
      const { ok } = (await studio.post('/studio/api/call', body, headers)).result()
      expect([headers, ok]).toEqual([headers, false])
    }
    expect((await studio.post('/studio/api/call', body)).result()).toMatchObject({ ok: true })
  })

  // Node itself would end what is too slow after a minute.
  test('too large, too many and too slow', { timeout: 30_000 }, async () => {
    const host = await openTestHost({
      limits: { seatCallBytes: 1000, calls: { perSecond: 0.001, burst: 2 }, headersMs: 100, requestMs: 200 },
    })
    const desk = await host.atDesk('Desk 1')
    const large = await desk.post(`${desk.home}api/call`, { procedure: 'x'.repeat(200_000) })
    expect([large.status, large.result()]).toMatchObject([413, codeOf('api/too-large')])
    expect(await desk.call('seat.self')).toMatchObject({ ok: true })
    expect(await desk.call('seat.self')).toMatchObject(codeOf('api/too-often'))

    const slow = connect(Number(new URL(host.url).port), '127.0.0.1')
    slow.resume().write('POST /studio/api/call HTTP/1.1\r\nhost: ')
    await once(slow, 'close')
  })

  test('one address cannot take all connections', async () => {
    const host = await openTestHost({ limits: { connectionsPerAddress: 3 } })
    const port = Number(new URL(host.url).port)
    const sockets = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'))
    await Promise.race(sockets.map((socket) => once(socket, 'close')))
    expect(sockets.filter((socket) => !socket.destroyed).length).toBe(3)
    for (const socket of sockets) socket.destroy()
  })
})

describe('opening and closing', () => {
  test('says who has the port', async () => {
    const host = await openTestHost()
    const port = Number(new URL(host.url).port)
    await expect(openTestHost({ port })).rejects.toThrow(/another program uses this port/)
  })

  test('lets running calls end, and answers nothing afterwards', async () => {
    const host = await openTestHost()
    const studio = await host.signedIn('studio')
    const call = studio.call('app.info')
    const stream = studio.get('/studio/api/events')
    await call
    await expect.poll(() => host.hub.countOf({ role: 'studio' })).toBe(1)
    await host.close()
    expect((await stream).text).toContain('heartbeat')
    expect(host.hub.countOf({ role: 'studio' })).toBe(0)
    await expect(studio.call('app.info')).rejects.toThrow(/ECONNREFUSED/)
  })

  const [address] = ownAddresses()
  test.skipIf(address === undefined)(
    'is shared with the network only when asked to, without the studio',
    async () => {
      const host = await openTestHost()
      const outside = new StationClient(`http://${address}:${new URL(host.url).port}/`)
      await expect(outside.get('/')).rejects.toThrow(/ECONNREFUSED/)

      await host.station.share(address)
      expect((await outside.get('/')).status).toBe(200)
      const secret = host.links.create('studio')
      expect(await outside.enter(secret)).toMatchObject(codeOf('api/forbidden'))
      expect(await host.client().enter(secret)).toMatchObject({ ok: true })
      expect(await outside.enter(host.links.create('supervisor'))).toMatchObject({ ok: true })
      expect(await outside.call('seats.create', { label: 'Desk 1' })).toMatchObject({
        value: { invitation: { links: [expect.stringMatching(`^http://${address}:`)] } },
      })

      await host.station.unshare()
      await expect(outside.get('/')).rejects.toThrow(/ECONNREFUSED/)
      expect((await host.client().get('/')).status).toBe(200)
    },
  )
})
