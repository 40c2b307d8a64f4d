import { batchSchema, raterSchema, type Batch, type Rater } from '../../../shared/records/session-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** Raters, and the imported files and simulations that they came in with. */
export interface RaterTable {
  /** Oldest first; of one source where that is given. */
  list(source?: Rater['source']): readonly Rater[]
  get(id: string): Rater
  /** Of a person, or of a batch where that is given. */
  findByCode(code: string, batchId?: string): Rater | undefined
  /** A rater of imported files, from whichever of them. */
  findImported(code: string, siteId: string): Rater | undefined
  /** @throws StudioError `store/conflict` for a code that is taken in the same source and batch */
  add(rater: Fresh<Rater, 'batchId' | 'raterGroup'>): Rater
  setGroup(id: string, raterGroup: string | null): Rater
  batches(): readonly Batch[]
  batch(id: string): Batch
  /** An imported file by its hash. */
  findImport(sha256: string): Batch | undefined
  /** @throws StudioError `store/conflict` for a file that was imported already */
  addBatch(batch: Fresh<Batch>): Batch
}

export function createRaterTable({ database, environment }: TableContext): RaterTable {
  const raters = createRecordTable(database, { table: 'rater', schema: raterSchema })
  const batches = createRecordTable(database, { table: 'batch', schema: batchSchema, json: ['parameters'] })
  return {
    list: (source) =>
      source === undefined ? raters.where('1 ORDER BY id') : raters.where('source = ? ORDER BY id', [source]),
    get: raters.require,
    findByCode: (code, batchId) => raters.firstWhere('code = ? AND batch_id IS ?', [code, batchId ?? null]),
    findImported: (code, siteId) =>
      raters.firstWhere("code = ? AND source = 'imported' AND site_id = ? ORDER BY id LIMIT 1", [
        code,
        siteId,
      ]),
    add: ({ id = environment.newId(), batchId = null, raterGroup = null, ...rater }) =>
      raters.insert({ id, batchId, raterGroup, ...rater, createdAt: timestampOf(environment) }),
    setGroup: (id, raterGroup) => {
      database.statement('UPDATE rater SET rater_group = ? WHERE id = ?').run([raterGroup, id])
      return raters.require(id)
    },
    batches: () => batches.where('1 ORDER BY id'),
    batch: batches.require,
    findImport: (sha256) => batches.firstWhere('sha256 = ?', [sha256]),
    addBatch: ({ id = environment.newId(), ...batch }) =>
      batches.insert({ id, ...batch, createdAt: timestampOf(environment) }),
  }
}
