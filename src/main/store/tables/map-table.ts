import {
  mapRenderingSchema,
  mapSchema,
  type ExplanationMap,
  type MapRendering,
} from '../../../shared/records/map-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** What makes a map: the same again is the same map. */
export type MapKey = Pick<ExplanationMap, 'modelId' | 'imageId' | 'method' | 'layer' | 'explainedClass'>

/** Maps and their pictures. */
export interface MapTable {
  get(id: string): ExplanationMap
  find(key: MapKey): ExplanationMap | undefined
  ofModel(modelId: string): readonly ExplanationMap[]
  ofImage(imageId: string): readonly ExplanationMap[]
  count(): number
  /** @throws StudioError `store/conflict` for a map that is there already */
  add(map: Fresh<ExplanationMap>): ExplanationMap
  addRendering(rendering: Fresh<MapRendering>): MapRendering
  /** Pictures of a map; of one kind, as `heat-map`, where that is given. */
  renderings(mapId: string, rendering?: string): readonly MapRendering[]
}

export function createMapTable({ database, environment }: TableContext): MapTable {
  const maps = createRecordTable(database, {
    table: 'map',
    schema: mapSchema,
    flags: ['noPositiveEvidence'],
  })
  const renderings = createRecordTable(database, {
    table: 'map_rendering',
    schema: mapRenderingSchema,
    json: ['options', 'scaling'],
  })
  return {
    get: maps.require,
    find: ({ modelId, imageId, method, layer, explainedClass }) =>
      maps.firstWhere('model_id = ? AND image_id = ? AND method = ? AND layer = ? AND explained_class = ?', [
        modelId,
        imageId,
        method,
        layer,
        explainedClass,
      ]),
    ofModel: (modelId) => maps.where('model_id = ? ORDER BY id', [modelId]),
    ofImage: (imageId) => maps.where('image_id = ? ORDER BY id', [imageId]),
    count: () => (database.statement('SELECT count(*) AS "count" FROM map').get() as { count: number }).count,
    add: ({ id = environment.newId(), ...map }) =>
      maps.insert({ id, ...map, createdAt: timestampOf(environment) }),
    addRendering: ({ id = environment.newId(), ...rendering }) => renderings.insert({ id, ...rendering }),
    renderings: (mapId, rendering) =>
      rendering === undefined
        ? renderings.where('map_id = ? ORDER BY id', [mapId])
        : renderings.where('map_id = ? AND rendering = ? ORDER BY id', [mapId, rendering]),
  }
}
