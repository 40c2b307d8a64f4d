import type { ColourMapKind } from '../../shared/maps'
import type { AppliedScaling, MapScaling } from './map-scaling'
import type { Picture } from './picture'
import type { ScalarMap } from './scalar-map'

export const renderingKinds = ['heat-map', 'occlusion-map'] as const

export type RenderingKind = (typeof renderingKinds)[number]

/** How maps are drawn; each rendering takes what it needs. Stored with the pictures. */
export interface RenderOptions {
  readonly colourMap: ColourMapKind
  /** 0 to 1: the image's share of a heat-map; the colours have the rest. */
  readonly imageShare: number
  /** Whether colours show the square of the scaled map, as published, or the scaled map itself. */
  readonly isSquared: boolean
  readonly scaling: MapScaling
  /** Above 0, at most 1: the share of pixels that an occlusion-map leaves visible. */
  readonly visibleFraction: number
}

/** The published study's choices. */
export const publishedRenderOptions: RenderOptions = {
  colourMap: 'jet',
  imageShare: 0.7,
  isSquared: true,
  scaling: { kind: 'per-map' },
  visibleFraction: 0.1,
}

/**
 * A drawn map, with what must be stored beside it; or the notice that stands where there is nothing to draw.
 */
export type RenderedMap =
  | { readonly kind: 'heat-map'; readonly picture: Picture; readonly scaling: AppliedScaling }
  | {
      readonly kind: 'occlusion-map'
      readonly picture: Picture
      readonly visiblePx: number
      /**
       * Visible pixels whose value is not above 0: shown to fill the share, not because the model looked
       * there.
       */
      readonly unsupportedPx: number
    }
  | { readonly kind: 'no-positive-evidence'; readonly picture: Picture }

/**
 * A way to draw a map. To add one: a file, its kind above, its result in `RenderedMap`, its line in
 * `renderings`.
 */
export interface Rendering {
  readonly kind: RenderingKind
  /** What people see in lists. */
  readonly label: string
  /**
   * @param image as the network saw it
   * @param shown the map at the image's size, with positive evidence (`displayMap`)
   */
  draw(image: Picture, shown: ScalarMap, options: RenderOptions): RenderedMap
}
