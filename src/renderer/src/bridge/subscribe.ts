import { untrack } from 'svelte'
import { events, type EventName, type EventPayload } from '../../../shared/events'
import { currentCarrier } from './carrier'
import { oneAtATime } from './one-at-a-time'

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
 * between were missed. One call ends before the next begins. In an effect, what `load` reads does not make it run again.
 * @param load may not reject
 * @returns stops it
 */
export function keepFresh(names: readonly EventName[], load: () => Promise<void>): () => void {
  const carrier = currentCarrier()
  const fresh = oneAtATime(load)
  const wanted: ReadonlySet<string> = new Set(names)
  const stops = [
    carrier.subscribe((name) => {
      if (wanted.has(name)) void fresh()
    }),
    carrier.watchConnection(({ state }) => {
      if (state === 'connected' || state === 'signed-out') void fresh()
    }),
  ]
  void untrack(fresh)
  return () => {
    for (const stop of stops) stop()
  }
}
