import { events, type EventName, type EventPayload, type SeatEventName } from '../../shared/events'
import { isSameCaller, type Caller, type Role } from '../../shared/roles'

/** Takes events on their way to one page. */
export interface EventListener {
  hear(name: EventName, payload: unknown): void
  /** The caller may hear no more. */
  end(): void
}

interface Subscription {
  readonly caller: Caller
  readonly listener: EventListener
}

/** Brings events to the pages that may hear them, over whichever carrier they are connected. */
export class EventHub {
  readonly #subscriptions = new Set<Subscription>()
  readonly #onConnections: (caller: Caller) => void

  /** @param onConnections hears of each caller whose number of pages changed */
  constructor(onConnections: (caller: Caller) => void = () => undefined) {
    this.#onConnections = onConnections
  }

  /** @returns ends the subscription; calling it again does nothing */
  subscribe(caller: Caller, listener: EventListener): () => void {
    const subscription = { caller, listener }
    this.#subscriptions.add(subscription)
    this.#onConnections(caller)
    return () => {
      if (this.#subscriptions.delete(subscription)) this.#onConnections(caller)
    }
  }

  /** Ends the subscriptions of a caller. */
  end(caller: Caller): void {
    for (const subscription of [...this.#subscriptions]) {
      if (!isSameCaller(caller, subscription.caller)) continue
      this.#subscriptions.delete(subscription)
      subscription.listener.end()
      this.#onConnections(subscription.caller)
    }
  }

  /** How many pages of a caller are connected. */
  countOf(caller: Caller): number {
    return [...this.#subscriptions].filter((subscription) => isSameCaller(caller, subscription.caller)).length
  }

  /**
   * Tells everybody who may hear it. An event that seats may hear names the one seat that it is for; studio and
   * supervisors hear it too where the table says so. What the payload's schema does not name is left out.
   */
  publish<E extends EventName>(
    name: E,
    payload: EventPayload<E>,
    ...[seatId]: E extends SeatEventName ? [seatId: string] : []
  ): void {
    const { roles }: { readonly roles: readonly Role[] } = events[name]
    const checked: unknown = events[name].payload.parse(payload)
    for (const { caller, listener } of [...this.#subscriptions]) {
      if (!roles.includes(caller.role)) continue
      if (caller.role === 'seat' && caller.seatId !== seatId) continue
      listener.hear(name, checked)
    }
  }
}
