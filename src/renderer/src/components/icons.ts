/** Outlines on a 16×16 grid, drawn with a 1.5 px stroke in the colour of the text. */
export const icons = {
  /** A processor with its pins. */
  processor:
    'M4.5 4.5h7v7h-7z M6.5 1.5v3 M9.5 1.5v3 M6.5 11.5v3 M9.5 11.5v3 M1.5 6.5h3 M1.5 9.5h3 M11.5 6.5h3 M11.5 9.5h3',
  /** A tick in a circle. */
  passed: 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 0 0 0-12.5 M5 8.25l2.1 2.1L11 6.1',
  /** A cross in an octagon. */
  failed: 'M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4l-3.65-3.65V5.4z M5.9 5.9l4.2 4.2 M10.1 5.9l-4.2 4.2',
  /** A dash in a circle. */
  unavailable: 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 0 0 0-12.5 M5 8h6',
  /** An exclamation mark in a triangle. */
  alert: 'M8 2.25l6.25 11.25H1.75z M8 6.5v3 M8 11.4v.1',
  /** A circular arrow. */
  again: 'M13.5 8A5.5 5.5 0 1 1 11.6 3.8 M13.5 1.75v3.5h-3.5',
  /** An arrow that goes through a door. */
  enter: 'M9.5 1.75h4.75v12.5H9.5 M1.75 8h8 M6.75 5l3 3l-3 3',
  /** A plus. */
  add: 'M8 3v10 M3 8h10',
  /** A key. */
  key: 'M5.25 7.25a3 3 0 1 0 0 5.5a3 3 0 0 0 0-5.5 M7.4 7.9L13.5 1.8 M10.5 4.8l2 2',
  /** A bin. */
  remove: 'M2.5 4.25h11 M6 4.25v-2h4v2 M3.75 4.25l.75 10h7l.75-10',
  /** A lightning bolt. */
  automatic: 'M9 1.75L3.25 9h4.25L7 14.25L12.75 7H8.5z',
} as const

export type IconName = keyof typeof icons
