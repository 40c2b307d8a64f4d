import type { Plugin } from 'chart.js'
import type { ChartTheme } from './chart-theme'

/** A value on the horizontal axis that points are read against. */
export interface ReferenceLine {
  readonly value: number
  readonly label: string
}

/** Draws dashed upright lines with their names above. */
export function referenceLines(lines: readonly ReferenceLine[], theme: ChartTheme): Plugin {
  return {
    id: 'reference-lines',
    beforeDatasetsDraw({ ctx, chartArea: { left, right, top, bottom }, scales }) {
      ctx.save()
      ctx.font = `500 11px ${theme.font}`
      ctx.fillStyle = theme.muted
      ctx.strokeStyle = theme.muted
      ctx.textAlign = 'center'
      ctx.textBaseline = 'bottom'
      ctx.setLineDash([4, 4])
      for (const { value, label } of lines) {
        const x = scales['x']!.getPixelForValue(value)
        if (x < left || x > right) continue
        ctx.beginPath()
        ctx.moveTo(x, top)
        ctx.lineTo(x, bottom)
        ctx.stroke()
        ctx.fillText(label, x, top - 3)
      }
      ctx.restore()
    },
  }
}
