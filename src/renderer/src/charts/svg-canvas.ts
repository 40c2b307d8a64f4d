import { Element, type SvgContext } from 'svgcanvas'

/** A canvas whose drawing can be taken as SVG text. */
export interface SvgCanvas {
  /** What chart.js draws on. */
  readonly canvas: HTMLCanvasElement
  serialise(): string
}

const fontParts = /^(?:(italic|oblique) )?(?:(\d+|bold|normal) )?([\d.]+px)(?:\/\S+)? (.+)$/

/**
 * Makes such a canvas. The library finds out a font by the style attribute of an element, which the policy of our pages
 * forbids, and would leave letters without a font: they get it here.
 */
export function createSvgCanvas(widthPx: number, heightPx: number): SvgCanvas {
  const canvas = new Element({ width: widthPx, height: heightPx, document })
  const context = canvas.getContext('2d')
  const fillText = context.fillText.bind(context)
  context.fillText = (text, x, y) => {
    fillText(text, x, y)
    setFont(context)
  }
  // No element of a document, but all that chart.js asks of a canvas
  return { canvas: canvas as unknown as HTMLCanvasElement, serialise: () => context.getSerializedSvg() }
}

function setFont({ font, __currentElement: letters }: SvgContext): void {
  const [, style = 'normal', weight = '400', size = '12px', family = 'sans-serif'] =
    fontParts.exec(font) ?? []
  const attributes = { 'font-style': style, 'font-weight': weight, 'font-size': size, 'font-family': family }
  for (const [name, value] of Object.entries(attributes)) letters.setAttribute(name, value)
  letters.removeAttribute('text-decoration')
}
