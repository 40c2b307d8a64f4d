import { events, type EventName, type EventPayload } from '../../../shared/events'
import { currentCarrier } from './carrier'

/**
 * Hears an event of the program.
 * @returns stops it
 */
export function subscribe<E extends EventName>(
  name: E,
  listener: (payload: EventPayload<E>) => void,
): () => void {
  const schema = events[name].payload
  return currentCarrier().subscribe((heard, payload) => {
    if (heard === name) listener(schema.parse(payload) as EventPayload<E>)
  })
}

/**
 * Calls `load` now, at each of the events, and when a lost connection is back or will not come back: events of the time
 * between were missed.
 * @returns stops it
 */
export function keepFresh(names: readonly EventName[], load: () => void): () => void {
  const carrier = currentCarrier()
  const wanted: ReadonlySet<string> = new Set(names)
  const stops = [
    carrier.subscribe((name) => {
      if (wanted.has(name)) load()
    }),
    carrier.watchConnection(({ state }) => {
      if (state === 'connected' || state === 'signed-out') load()
    }),
  ]
  load()
  return () => {
    for (const stop of stops) stop()
  }
}
