import type { ApiHandlers, HandlersOf } from '../../../shared/api'
import type { OwnSeat, Seat } from '../../../shared/seats'
import type { StationStatus } from '../../../shared/station'
import type { EventHub } from '../event-hub'
import type { DeskTroubles } from '../seats/desk-troubles'
import type { RegisteredSeat, SeatRegistry } from '../seats/seat-registry'

export interface SeatApiOptions {
  readonly registry: SeatRegistry
  readonly hub: EventHub
  readonly troubles: Pick<DeskTroubles, 'of'>
  /** Where desks can reach this machine. */
  readonly status: () => StationStatus
}

/** The desks, as supervisors see and change them, and as each desk sees itself. */
export function createSeatApi(options: SeatApiOptions): HandlersOf<'seats'> & Pick<ApiHandlers, 'seat.self'> {
  const { registry } = options
  const describe = (seat: RegisteredSeat) => describeSeat(seat, options)
  return {
    'seat.self': (_input, { seatId }) => describeOwnSeat(registry.get(seatId)),
    'seats.list': () => describeSeats(options),
    'seats.create': ({ label }) => describe(registry.create(label)),
    'seats.rename': ({ seatId, label }) => {
      const seat = registry.rename(seatId, label)
      options.hub.publish('seat.changed', describeOwnSeat(seat), seatId)
      return describe(seat)
    },
    'seats.invite': ({ seatId }) => describe(registry.invite(seatId)),
    'seats.revoke': ({ seatId }) => registry.revoke(seatId),
  }
}

/** Every desk as supervisors see it. */
export function describeSeats(options: SeatApiOptions): Seat[] {
  return options.registry.list().map((seat) => describeSeat(seat, options))
}

function describeSeat(
  { id, label, tokenHash, code }: RegisteredSeat,
  { hub, status, troubles }: SeatApiOptions,
): Seat {
  const { local, network } = status()
  const addresses = network.length > 0 ? network : [local].filter((address) => address !== null)
  return {
    id,
    label,
    invitation: code && {
      code: code.text,
      links: addresses.map((address) => `${address}#${code.text}`),
      expiresAt: new Date(code.expiresAtMs).toISOString(),
    },
    isTaken: tokenHash !== null,
    isConnected: hub.countOf({ role: 'seat', seatId: id }) > 0,
    troubles: troubles.of(id),
  }
}

function describeOwnSeat({ id, label }: RegisteredSeat): OwnSeat {
  return { id, label }
}
