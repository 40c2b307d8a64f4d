import { z } from 'zod'
import { deskTroubleSchema } from './desk-troubles'
import { seatIdSchema } from './roles'

/** What a desk is called in the lab, as `Desk 2`. */
export const seatLabelSchema = z.string().trim().min(1).max(40)

/** The way into a seat, for one browser and a short time. */
export const invitationSchema = z.object({
  /** As `K7QM-2XAF`: eight symbols, of which the last checks the others. */
  code: z.string(),
  /** Addresses that hold the code; empty while no desk can reach this machine. */
  links: z.array(z.url()),
  expiresAt: z.iso.datetime(),
})
export type Invitation = Readonly<z.infer<typeof invitationSchema>>

/** A rating desk: a browser, or a window of this program, that answers for one rater at a time. */
export const seatSchema = z.object({
  id: seatIdSchema,
  label: seatLabelSchema,
  /** Null where none waits to be used. */
  invitation: invitationSchema.nullable(),
  /** Whether a browser has used an invitation. */
  isTaken: z.boolean(),
  /** Whether a page of the seat is open and hears from this machine now. */
  isConnected: z.boolean(),
  /** What was refused to it last, newest first, where its own screen sends people here for the reason. */
  troubles: z.array(deskTroubleSchema),
})
export type Seat = Readonly<z.infer<typeof seatSchema>>

/** What a desk knows of itself. */
export const ownSeatSchema = z.object({ id: seatIdSchema, label: seatLabelSchema })
export type OwnSeat = Readonly<z.infer<typeof ownSeatSchema>>
