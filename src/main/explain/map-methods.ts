import { gradCamMethod } from './grad-cam-method'
import type { MapMethod, MapMethodKind } from './map-method'

/** Every map method that the studio offers. */
export const mapMethods = {
  'grad-cam': gradCamMethod,
} as const satisfies Record<MapMethodKind, MapMethod>
