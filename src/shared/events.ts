import { z } from 'zod'
import { deskEvents } from './desk-procedures'
import { jobProgressSchema } from './jobs'
import { ratingsEvents } from './ratings-procedures'
import { seatOnly, studioOnly, supervising, type Role } from './roles'
import { ownSeatSchema, seatSchema } from './seats'
import { sessionEvents } from './session-procedures'
import { studyEvents } from './study-procedures'

/**
 * What the program tells pages without being asked: each event with who may hear it and the schema of its payload. Both
 * carriers derive from this table. An event says what is so now; it may be missed while a page is not connected, so a
 * page asks again when its connection comes back.
 *
 * An event that seats may hear goes to one seat only (`EventHub.publish`).
 */
export const events = {
  'job.progress': {
    roles: studioOnly,
    payload: z.object({ jobId: z.string(), progress: jobProgressSchema }),
  },
  'seats.changed': { roles: supervising, payload: z.object({ seats: z.array(seatSchema) }) },
  'seat.changed': { roles: seatOnly, payload: ownSeatSchema },
  ...sessionEvents,
  ...studyEvents,
  ...deskEvents,
  ...ratingsEvents,
} as const satisfies Record<string, { roles: readonly Role[]; payload: z.ZodType }>

export type EventName = keyof typeof events
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]['payload']>

/** Events that seats may hear. */
export type SeatEventName = {
  [E in EventName]: 'seat' extends (typeof events)[E]['roles'][number] ? E : never
}[EventName]
