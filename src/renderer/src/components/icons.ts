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
  /** A folder. */
  study: 'M1.75 13.25v-10.5h4.5l1.75 2h6.25v8.5z M1.75 7h12.5',
  /** A page with lines of text. */
  protocol: 'M3.25 1.75h6.5l3 3v9.5h-9.5z M5.5 7.25h5 M5.5 9.75h5 M5.5 12.1h3',
  /** A table of squares, some of them filled in. */
  plan: 'M2 2h12v12H2z M2 6h12 M2 10h12 M6 2v12 M10 2v12',
  /** Two people. */
  people:
    'M5.75 7.25a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5 M1.5 13.75c0-2.9 1.7-4.25 4.25-4.25S10 10.85 10 13.75 M10.5 2.5a2.5 2.5 0 0 1 0 4.6 M12 9.9c1.6.5 2.5 1.75 2.5 3.85',
  /** A screen on a foot. */
  desk: 'M1.75 2.75h12.5v8.5H1.75z M8 11.25v2.5 M5.25 13.75h5.5',
  /** A magnifying glass. */
  find: 'M7 2a5 5 0 1 0 0 10a5 5 0 0 0 0-10 M10.75 10.75L14 14',
  /** A triangle that points right. */
  start: 'M4.25 2.5v11l9-5.5z',
  /** Two upright bars. */
  pause: 'M5.25 3v10 M10.75 3v10',
  /** A square. */
  stop: 'M3.5 3.5h9v9h-9z',
  /** A pen. */
  edit: 'M2.25 13.75l.75-3.5L10.75 2.5l2.75 2.75l-7.75 7.75z M9.25 4l2.75 2.75',
  /** Two pages, one behind the other. */
  copy: 'M5.25 5.25h8.5v8.5h-8.5z M10.75 5.25v-3h-8.5v8.5h3',
  /** A padlock. */
  frozen: 'M3.25 7.25h9.5v6.5h-9.5z M5.25 7.25v-2a2.75 2.75 0 0 1 5.5 0v2',
  /** An eye. */
  look: 'M1.5 8c1.6-2.9 3.8-4.25 6.5-4.25S12.9 5.1 14.5 8c-1.6 2.9-3.8 4.25-6.5 4.25S3.1 10.9 1.5 8 M8 6.25a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 0 0 0-3.5',
  /** A sheet with a folded corner and a plus. */
  note: 'M2.5 2.5h11v7.5l-3.5 3.5H2.5z M13.5 10H10v3.5 M5 5.75h6 M5 8.25h3.5',
  /** A disk as programs once saved on. */
  save: 'M2.25 2.25h9l2.5 2.5v9H2.25z M5 2.25v3.5h5.5v-3.5 M4.5 13.75v-5h7v5',
  /** A printer with a sheet in it. */
  print: 'M4.5 5.5v-3.75h7V5.5 M4.5 11.5H1.75v-6h12.5v6H11.5 M4.5 9.25h7v5h-7z',
  /** Arrow up, and down. */
  up: 'M8 13V3 M4 7l4-4l4 4',
  down: 'M8 3v10 M4 9l4 4l4-4',
  /** A cross. */
  close: 'M4 4l8 8 M12 4l-8 8',
  /** A curve over marks, with its best point. */
  analysis: 'M2 1.75v12.5h12 M4 11.5c3.5 0 3.25-6 5.75-6s2.5 3.5 4 4 M9.75 5.5v.01 M9.75 8v-5',
  /** An arrowhead that points down. */
  more: 'M4.5 6.5L8 10l3.5-3.5',
  /** A lightning bolt. */
  automatic: 'M9 1.75L3.25 9h4.25L7 14.25L12.75 7H8.5z',
} as const

export type IconName = keyof typeof icons
