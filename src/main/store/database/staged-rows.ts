/** Tables whose records can be staged, in an order in which they can be deleted. */
export const stageableTables = [
  'session',
  'rater',
  'batch',
  'plan_slot',
  'plan',
  'stimulus',
  'stimulus_set',
  'image',
  'model',
  'dataset',
  'site',
] as const
export type StageableTable = (typeof stageableTables)[number]

const stageable: ReadonlySet<string> = new Set(stageableTables)

export function isStageableTable(table: string): table is StageableTable {
  return stageable.has(table)
}

/** The condition that a record of a table is not staged: one look into `staged_row`, which is nearly always empty. */
export function notStaged(table: StageableTable): string {
  return `NOT EXISTS (SELECT 1 FROM staged_row WHERE table_name = '${table}' AND record_id = ${table}.id)`
}

/** A table as `FROM` should name it, so that records which are staged are not there. */
export function publishedRows(table: string): string {
  return isStageableTable(table)
    ? `(SELECT rowid, * FROM ${table} WHERE ${notStaged(table)}) AS ${table}`
    : table
}
