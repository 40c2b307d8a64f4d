import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import { isStageableTable, stageableTables } from '../database/staged-rows'
import type { RecordedWrite } from '../database/study-database'
import type { TableContext } from './table-context'

/** Records that belong to a staged one, and go with it. */
const dependent: ReadonlySet<string> = new Set(['rating', 'plan_trial', 'stimulus_part'])

/**
 * Records that are written in many small transactions and become part of the study in the last one. Until then no other
 * table gives them out or counts them. What a dead process left staged is discarded when the study is opened. One write at
 * a time is staged.
 */
export interface StagingTable {
  /** Whether `add` takes the change: a new record of a kind that can be taken away again. Others wait for `publish`. */
  canStage(write: RecordedWrite): boolean
  /** Stores new records in one transaction, staged. Errors as the tables' own. */
  add(writes: readonly RecordedWrite[]): void
  /** Makes all that is staged part of the study, with the remaining changes, in one transaction. */
  publish(rest: readonly RecordedWrite[]): void
  /**
   * Deletes what is staged.
   * @param limit at most so many records of a kind; default all
   * @returns whether nothing is left
   */
  discard(limit?: number): boolean
}

const idRow = z.object({ id: z.string() })

export function createStagingTable({ database }: TableContext): StagingTable {
  const run = ({ sql, parameters }: RecordedWrite) => database.statement(sql).run(parameters)
  const note = 'INSERT INTO staged_row (table_name, record_id) VALUES (?, ?)'
  const discardOf = (table: string, limit: number): number => {
    const ids = database
      .statement('SELECT record_id AS "id" FROM staged_row WHERE table_name = ? LIMIT ?')
      .all([table, limit])
    for (const row of ids) {
      const { id } = idRow.parse(row)
      database.statement(`DELETE FROM ${table} WHERE id = ?`).run([id])
      database.statement('DELETE FROM staged_row WHERE table_name = ? AND record_id = ?').run([table, id])
    }
    return ids.length
  }
  return {
    canStage: ({ sql }) => isStageable(tableOf(sql)),
    add: (writes) =>
      database.transaction(() => {
        for (const write of writes) {
          const table = requireStageable(write)
          if (isStageableTable(table)) database.statement(note).run([table, idOf(write)])
          run(write)
        }
      }),
    publish: (rest) =>
      database.transaction(() => {
        for (const write of rest) run(write)
        database.statement('DELETE FROM staged_row').run()
      }),
    discard: (limit = Number.MAX_SAFE_INTEGER) =>
      database.transaction(() => {
        const ratings = database.statement(discardRatingsSql).run([limit])
        if (ratings > 0 && limit !== Number.MAX_SAFE_INTEGER) return false
        return stageableTables.every((table) => discardOf(table, limit) < limit)
      }),
  }
}

const discardRatingsSql = `DELETE FROM rating WHERE id IN (SELECT rating.id FROM staged_row
  JOIN rating ON rating.session_id = staged_row.record_id WHERE staged_row.table_name = 'session' LIMIT ?)`

/** The table of an insertion; undefined for any other change. */
function tableOf(sql: string): string | undefined {
  return /^INSERT INTO (\w+) /.exec(sql)?.[1]
}

const isStageable = (table: string | undefined): table is string =>
  table !== undefined && (isStageableTable(table) || dependent.has(table))

function requireStageable({ sql }: RecordedWrite): string {
  const table = tableOf(sql)
  if (isStageable(table)) return table
  throw new StudioError('store/refused', `Only new records can be written piece by piece, not: ${sql}`)
}

function idOf({ parameters }: RecordedWrite): unknown {
  return Array.isArray(parameters) ? parameters[0] : Reflect.get(parameters, 'id')
}
