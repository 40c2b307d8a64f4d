import { Chart } from 'chart.js'

/** Width of a chart on an A4 page with the margins of `print.css`, in CSS pixels. */
const paperWidthPx = 680

/** Draws charts sharp, and as wide as the paper while the page is printed: a canvas does not follow the print layout by itself. */
export function fitChartsToPaper(): void {
  Chart.defaults.devicePixelRatio = Math.max(2, window.devicePixelRatio)
  const charts = (): readonly Chart[] => Object.values(Chart.instances)
  window.addEventListener('beforeprint', () => {
    for (const chart of charts()) chart.resize(paperWidthPx, chart.height)
  })
  window.addEventListener('afterprint', () => {
    for (const chart of charts()) chart.resize()
  })
}
