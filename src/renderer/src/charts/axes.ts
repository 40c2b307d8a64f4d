import type { ScaleOptions } from 'chart.js'
import type { ChartTheme } from './chart-theme'

export function axisTitle(text: string, theme: ChartTheme) {
  return { display: true, text, color: theme.muted }
}

/** An axis of shares from 0 to 1, marked in per cent. */
export function shareAxis(title: string | null, theme: ChartTheme): ScaleOptions<'linear'> {
  return {
    type: 'linear',
    min: 0,
    max: 1,
    ...(title === null ? {} : { title: axisTitle(title, theme) }),
    ticks: { color: theme.muted, callback: (value) => `${Math.round(Number(value) * 100)} %` },
    grid: { color: theme.line },
  } as ScaleOptions<'linear'>
}

/** An axis of any numbers, which fits them with room for error bars. */
export function numberAxis(title: string, theme: ChartTheme): ScaleOptions<'linear'> {
  return {
    type: 'linear',
    grace: '10%',
    title: axisTitle(title, theme),
    ticks: { color: theme.muted },
    grid: { color: theme.line },
  } as ScaleOptions<'linear'>
}
