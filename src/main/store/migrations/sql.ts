/** A UUIDv7 as text. */
export function uuid(column: string): string {
  return `${column} TEXT NOT NULL CHECK (${column} GLOB '????????-????-7???-????-????????????')`
}

export const primaryId = `${uuid('id')} PRIMARY KEY`

/** ISO 8601 in UTC with milliseconds. */
export function timestamp(column: string, isOptional = false): string {
  const check = `CHECK (${column} GLOB '????-??-??T??:??:??.???Z')`
  return isOptional ? `${column} TEXT ${check}` : `${column} TEXT NOT NULL ${check}`
}

export function json(column: string, isOptional = false): string {
  return isOptional
    ? `${column} TEXT CHECK (json_valid(${column}))`
    : `${column} TEXT NOT NULL CHECK (json_valid(${column}))`
}

export function flag(column: string, isOptional = false): string {
  return `${column} INTEGER ${isOptional ? '' : 'NOT NULL '}CHECK (${column} IN (0, 1))`
}

export function sha256(column: string, isOptional = false): string {
  const check = `CHECK (length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*')`
  return isOptional ? `${column} TEXT ${check}` : `${column} TEXT NOT NULL ${check}`
}

/** A path below a folder, with forward slashes. */
export function relativePath(column: string): string {
  return (
    `${column} TEXT NOT NULL CHECK (${column} <> '' AND ${column} NOT GLOB '/*' ` +
    `AND instr(${column}, '\\') = 0 AND instr('/' || ${column} || '/', '/../') = 0)`
  )
}

export function oneOf(column: string, values: readonly string[]): string {
  return `${column} TEXT NOT NULL CHECK (${column} IN (${values.map((value) => `'${value}'`).join(', ')}))`
}

/** Refuses every change and deletion of rows, whoever asks. */
export function appendOnly(table: string): string {
  return (['UPDATE', 'DELETE'] as const)
    .map(
      (action) =>
        `CREATE TRIGGER ${table}_no_${action.toLowerCase()} BEFORE ${action} ON ${table} BEGIN ` +
        `SELECT RAISE(ABORT, 'rows of ${table} are never changed or deleted'); END;`,
    )
    .join('\n')
}

/** Lets a state change only along the given pairs. */
export function stateMachine(table: string, moves: Readonly<Record<string, readonly string[]>>): string {
  const pairs = Object.entries(moves).flatMap(([from, targets]) =>
    targets.map((to) => `('${from}', '${to}')`),
  )
  return `CREATE TRIGGER ${table}_state BEFORE UPDATE OF state ON ${table}
  WHEN OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (VALUES ${pairs.join(', ')})
  BEGIN SELECT RAISE(ABORT, 'a ${table} cannot go to this state from the one that it is in'); END;`
}
