import { z } from 'zod'

/** Always the same, so that a desk finds its unsent answers again: browsers keep them by address and port. */
export const defaultStationPort = 7646

/** Where the station can be reached. */
export const stationStatusSchema = z.object({
  /** On this machine, as `http://127.0.0.1:7646/`; null where only the studio's own window is served. */
  local: z.url().nullable(),
  /** In the lab's network; empty unless somebody asked for it. */
  network: z.array(z.url()),
})
export type StationStatus = Readonly<z.infer<typeof stationStatusSchema>>

/** What a browser sends to get in: the secret of a one-time link, or a seat's code as a person typed it. */
export const enterRequestSchema = z.strictObject({ secret: z.string().min(1).max(100) })

/** Where the browser goes on, relative to the station's address. */
export const enterAnswerSchema = z.object({ home: z.string() })

/** Paths below a page's home, as `/seat/<id>/`, and the one path at the station's root. */
export const stationPaths = { call: 'api/call', events: 'api/events', enter: 'enter' } as const

/** Sent on every event stream in this interval, so that a page notices a line that went silent. */
export const heartbeatMs = 5000
export const heartbeatEvent = 'heartbeat'
