import { BasicPlatform, type ChartConfiguration } from 'chart.js'
import { printTheme, type ChartTheme } from './chart-theme'
import { Chart } from './register'
import { createSvgCanvas } from './svg-canvas'

/** A chart for a theme: drawn on the screen in the window's, exported in the one for paper. */
export type ChartOf = (theme: ChartTheme) => ChartConfiguration

const widthPx = 800
/** 800 px at three device pixels each: 300 dots per inch at 20 cm. */
const printScale = 3

/**
 * The figure as a PNG of print quality, 2400 pixels wide, on white.
 * @param heightPx of the figure on the screen
 */
export async function figureAsPng(chartOf: ChartOf, heightPx: number): Promise<Blob> {
  await document.fonts.ready
  const canvas = document.createElement('canvas')
  canvas.width = widthPx
  canvas.height = heightOf(heightPx)
  const chart = new Chart(canvas, fixed(chartOf(printTheme), printScale))
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      chart.destroy()
      if (blob) resolve(blob)
      else reject(new Error('The browser could not make a picture of the figure.'))
    }, 'image/png')
  })
}

/** The figure as an SVG document with its letters as text. Height as for a PNG. */
export function figureAsSvg(chartOf: ChartOf, heightPx: number): Blob {
  const { canvas, serialise } = createSvgCanvas(widthPx, heightOf(heightPx))
  // It is no element of the page, so chart.js must not look for its place there.
  const config = { ...fixed(chartOf(printTheme), 1), platform: BasicPlatform }
  const chart = new Chart(canvas, config)
  const text = serialise()
  chart.destroy()
  return new Blob([text], { type: 'image/svg+xml' })
}

/** Paper is narrower than a window: what needs height gets it, and nothing is flatter than 16 : 9. */
function heightOf(heightPx: number): number {
  return Math.max(450, heightPx)
}

function fixed(config: ChartConfiguration, devicePixelRatio: number): ChartConfiguration {
  const paper = {
    id: 'paper',
    beforeDraw({ ctx, width, height }: Chart) {
      ctx.fillStyle = printTheme.surface
      ctx.fillRect(0, 0, width, height)
    },
  }
  return {
    ...config,
    options: { ...config.options, responsive: false, animation: false, devicePixelRatio },
    plugins: [paper, ...(config.plugins ?? [])],
  }
}
