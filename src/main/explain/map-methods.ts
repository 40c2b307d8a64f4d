import type { MapMethodKind } from '../../shared/maps'
import { gradCamMethod } from './grad-cam-method'
import { gradCamPlusPlusMethod } from './grad-cam-plus-plus-method'
import { layerCamMethod } from './layer-cam-method'
import type { MapMethod } from './map-method'
import { occlusionSensitivityMethod } from './occlusion-sensitivity-method'

/** Every map method that the studio offers. */
export const mapMethods = {
  'grad-cam': gradCamMethod,
  'grad-cam-plus-plus': gradCamPlusPlusMethod,
  'layer-cam': layerCamMethod,
  'occlusion-sensitivity': occlusionSensitivityMethod,
} as const satisfies Record<MapMethodKind, MapMethod>
