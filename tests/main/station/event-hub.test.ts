import { expect, test } from 'vitest'
import { EventHub } from '../../../src/main/station/event-hub'
import type { Caller } from '../../../src/shared/roles'

const studio: Caller = { role: 'studio' }
const supervisor: Caller = { role: 'supervisor' }
const [first, second] = [
  '0193a1e0-0000-7000-8000-000000000001',
  '0193a1e0-0000-7000-8000-000000000002',
] as const
const seatOf = (seatId: string): Caller => ({ role: 'seat', seatId })

function listen(hub: EventHub, caller: Caller) {
  const heard: unknown[] = []
  const stop = hub.subscribe(caller, {
    hear: (name, payload) => heard.push([name, payload]),
    end: () => heard.push('end'),
  })
  return { heard, stop }
}

test('an event reaches those whom the table names', () => {
  const hub = new EventHub()
  const pages = [studio, supervisor, seatOf(first)].map((caller) => listen(hub, caller))
  hub.publish('seats.changed', { seats: [] })
  const event = ['seats.changed', { seats: [] }]
  expect(pages.map(({ heard }) => heard)).toEqual([[event], [event], []])
})

test('an event for a seat reaches this seat only', () => {
  const hub = new EventHub()
  const pages = [studio, seatOf(first), seatOf(second)].map((caller) => listen(hub, caller))
  hub.publish('seat.changed', { id: second, label: 'Desk 2' }, second)
  expect(pages.map(({ heard }) => heard.length)).toEqual([0, 0, 1])
})

test('what the schema does not name stays here', () => {
  const hub = new EventHub()
  const { heard } = listen(hub, seatOf(first))
  const payload = { id: first, label: 'Desk 1', model: 'cpr-32' }
  hub.publish('seat.changed', payload, first)
  expect(JSON.stringify(heard)).not.toContain('cpr-32')
})

test('who leaves or is sent away hears nothing more, and both are told once', () => {
  const changed: Caller[] = []
  const hub = new EventHub((caller) => changed.push(caller))
  const left = listen(hub, seatOf(first))
  const sent = listen(hub, seatOf(second))
  expect(hub.countOf(seatOf(first))).toBe(1)
  left.stop()
  left.stop()
  hub.end(seatOf(second))
  sent.stop()
  hub.publish('seat.changed', { id: first, label: 'Desk 1' }, first)
  hub.publish('seat.changed', { id: second, label: 'Desk 2' }, second)
  expect(left.heard).toEqual([])
  expect(sent.heard).toEqual(['end'])
  expect(changed).toEqual([seatOf(first), seatOf(second), seatOf(first), seatOf(second)])
})
