import { heatMapRendering } from './heat-map-rendering'
import { occlusionMapRendering } from './occlusion-map-rendering'
import type { Rendering, RenderingKind } from './rendering'

/** Every way to draw a map that the studio offers. */
export const renderings = {
  'heat-map': heatMapRendering,
  'occlusion-map': occlusionMapRendering,
} as const satisfies Record<RenderingKind, Rendering>
