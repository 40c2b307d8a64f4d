/** A canvas that writes down what is drawn on it as SVG (github.com/zenozeng/svgcanvas); it ships no types. */
declare module 'svgcanvas' {
  export interface SvgContext extends CanvasRenderingContext2D {
    getSerializedSvg(): string
    /** What was drawn last. */
    readonly __currentElement: SVGElement
  }
  export class Element {
    constructor(options: { readonly width: number; readonly height: number; readonly document?: Document })
    getContext(kind: '2d'): SvgContext
  }
}
