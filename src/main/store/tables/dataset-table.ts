import { datasetSchema, imageSchema, type Dataset, type Image } from '../../../shared/records/data-records'
import { createRecordTable } from '../database/record-table'
import { notStaged } from '../database/staged-rows'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** Data sets. */
export interface DatasetTable {
  list(): readonly Dataset[]
  get(id: string): Dataset
  findByFingerprint(fingerprint: string): Dataset | undefined
  /** @throws StudioError `store/conflict` for a fingerprint that is there already */
  add(dataset: Fresh<Dataset>): Dataset
  /** Says where the same images are now, as after a move to another machine. */
  relocate(id: string, location: string): Dataset
  /** Adds classes behind those that it has, as an import does that brings further ones. */
  extendClasses(id: string, classes: readonly string[]): Dataset
}

export function createDatasetTable({ database, environment }: TableContext): DatasetTable {
  const datasets = createRecordTable(database, {
    table: 'dataset',
    schema: datasetSchema,
    json: ['classes', 'options'],
  })
  return {
    list: () => datasets.where('1 ORDER BY id'),
    get: datasets.require,
    findByFingerprint: (fingerprint) => datasets.firstWhere('fingerprint = ?', [fingerprint]),
    add: ({ id = environment.newId(), ...dataset }) =>
      datasets.insert({ id, ...dataset, createdAt: timestampOf(environment) }),
    relocate: (id, location) => {
      database.statement('UPDATE dataset SET location = ? WHERE id = ?').run([location, id])
      return datasets.require(id)
    },
    extendClasses: (id, classes) => {
      const extended = [...new Set([...datasets.require(id).classes, ...classes])]
      database.statement('UPDATE dataset SET classes = ? WHERE id = ?').run([JSON.stringify(extended), id])
      return datasets.require(id)
    },
  }
}

/** Images of data sets. */
export interface ImageTable {
  get(id: string): Image
  find(datasetId: string, path: string): Image | undefined
  /** Of a data set, by path; of one split where that is given. */
  list(datasetId: string, split?: string): readonly Image[]
  /** Images of each split and class. */
  counts(
    datasetId: string,
  ): readonly { readonly split: string; readonly className: string; readonly count: number }[]
  /** Where many images are, by their ids. */
  placesOf(ids: readonly string[]): ReadonlyMap<string, Pick<Image, 'datasetId' | 'path'>>
  /** @throws StudioError `store/conflict` for a path that the data set has already */
  add(image: Fresh<Image>): Image
}

const placeRow = imageSchema.pick({ id: true, datasetId: true, path: true })

export function createImageTable({ database, environment }: TableContext): ImageTable {
  const images = createRecordTable(database, { table: 'image', schema: imageSchema })
  return {
    get: images.require,
    find: (datasetId, path) => images.firstWhere('dataset_id = ? AND path = ?', [datasetId, path]),
    list: (datasetId, split) =>
      split === undefined
        ? images.where('dataset_id = ? ORDER BY path', [datasetId])
        : images.where('dataset_id = ? AND split = ? ORDER BY path', [datasetId, split]),
    counts: (datasetId) =>
      database
        .statement(
          `SELECT split, class_name AS "className", count(*) AS "count" FROM image
           WHERE dataset_id = ? AND ${notStaged('image')}
           GROUP BY split, class_name ORDER BY split, class_name`,
        )
        .all([datasetId]) as { split: string; className: string; count: number }[],
    placesOf: (ids) => {
      const rows = database
        .statement(
          `SELECT id, dataset_id AS "datasetId", path FROM image WHERE id IN (SELECT value FROM json_each(?))`,
        )
        .all([JSON.stringify(ids)])
      return new Map(rows.map((row) => placeRow.parse(row)).map(({ id, ...place }) => [id, place]))
    },
    add: ({ id = environment.newId(), ...image }) => images.insert({ id, ...image }),
  }
}
