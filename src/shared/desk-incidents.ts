/** What happens to a desk's window or page that the page itself cannot count. */
export const deskIncidentKinds = [
  /** Somebody tried to close it, as with the system's keys. */
  'close-refused',
  /** Somebody tried to quit the whole program from it. */
  'quit-refused',
  'left-kiosk',
  /** In the middle of a session its page was loaded again, as by a reload, or by a browser that was opened again. */
  'page-reloaded',
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
