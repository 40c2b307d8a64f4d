/** Colours and letters of charts, resolved from the tokens: a canvas knows no custom properties. */
export interface ChartTheme {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly surface: string
  readonly font: string
}

/** For paper and exported pictures, whatever theme the window has. */
export const printTheme: ChartTheme = {
  text: '#1b2126',
  muted: '#535e68',
  line: '#d8dde2',
  surface: '#ffffff',
  font: "'Inter Variable', system-ui, sans-serif",
}

const tokens = {
  text: '--text-main',
  muted: '--text-muted',
  line: '--line',
  surface: '--surface-panel',
} as const

/** The theme in force where `element` stands. */
export function themeOf(element: HTMLElement): ChartTheme {
  const probe = element.appendChild(document.createElement('span'))
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const theme = {
    text: colour(tokens.text),
    muted: colour(tokens.muted),
    line: colour(tokens.line),
    surface: colour(tokens.surface),
    font: getComputedStyle(element).fontFamily,
  }
  probe.remove()
  return theme
}
