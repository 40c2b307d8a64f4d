import type { ChartConfiguration } from 'chart.js'
import { shareAxis } from './axes'
import { rowLabel } from './row-label'
import type { ChartTheme } from './chart-theme'

/** One horizontal bar, divided into parts that add up to 1. */
export interface ShareBar {
  readonly label: string
  readonly shares: readonly number[]
}

export interface SharePart {
  readonly name: string
  readonly colour: string
}

/** Room for every bar; where there are many, they stand closer. */
export function shareHeightPx(barCount: number): number {
  return 90 + (barCount > 12 ? 34 : 48) * barCount
}

/** Stacked horizontal bars of shares, as answers are spread over their choices. */
export function shareChart(
  bars: readonly ShareBar[],
  parts: readonly SharePart[],
  theme: ChartTheme,
): ChartConfiguration {
  return {
    type: 'bar',
    data: {
      labels: bars.map(({ label }) => label),
      datasets: parts.map(({ name, colour }, index) => ({
        label: name,
        backgroundColor: colour,
        borderColor: theme.surface,
        borderWidth: 1,
        data: bars.map(({ shares }) => shares[index] ?? 0),
      })),
    },
    options: {
      indexAxis: 'y',
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      scales: {
        x: { ...shareAxis(null, theme), stacked: true },
        y: {
          stacked: true,
          ticks: {
            color: theme.text,
            autoSkip: false,
            callback: (row) => rowLabel(bars[Number(row)]?.label ?? ''),
          },
          grid: { display: false },
        },
      },
      plugins: {
        legend: {
          position: 'top',
          align: 'start',
          labels: { color: theme.text, boxWidth: 12, boxHeight: 12 },
        },
        tooltip: {
          callbacks: {
            label: (item) => `${item.dataset.label}: ${((item.parsed.x ?? 0) * 100).toFixed(1)} %`,
          },
        },
      },
    },
  }
}
