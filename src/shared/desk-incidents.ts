/** What happens to a desk's window that its page cannot know. */
export const deskIncidentKinds = [
  /** Somebody tried to close it, as with the system's keys. */
  'close-refused',
  /** Somebody tried to quit the whole program from it. */
  'quit-refused',
  'left-kiosk',
  /** Its page crashed, and is loaded again. */
  'page-crashed',
  /** Its page crashed again and again, and the window was closed. */
  'page-given-up',
  /** Its screen was taken away, and it went to another. */
  'display-lost',
] as const
export type DeskIncidentKind = (typeof deskIncidentKinds)[number]

export type DeskIncident =
  | { readonly kind: 'page-crashed'; readonly reason: string }
  | { readonly kind: Exclude<DeskIncidentKind, 'page-crashed'> }
