import type { Display } from '../../shared/desk-procedures'

/** What happens to a desk's window that its page cannot know. */
export type DeskIncident =
  /** Somebody tried to close it, as with the system's keys. */
  | { readonly kind: 'close-refused' }
  /** Somebody tried to quit the whole program from it. */
  | { readonly kind: 'quit-refused' }
  | { readonly kind: 'left-kiosk' }
  /** Its page crashed. It is loaded again, and after several crashes in a short time the window closes instead. */
  | { readonly kind: 'page-crashed'; readonly reason: string }
  /** Its screen was taken away, and it went to another. */
  | { readonly kind: 'display-lost' }

/** Windows of this machine in which people rate. */
export interface LocalDesk {
  displays(): Display[]
  /** @throws StudioError `desk/no-display` for a screen that is not there, or shows another desk */
  open(request: { readonly seatId: string; readonly displayId: string; readonly coversOthers: boolean }): void
  /** Does nothing where the desk has no window. */
  close(seatId: string): void
  closeAll(): void
  has(seatId: string): boolean
}
