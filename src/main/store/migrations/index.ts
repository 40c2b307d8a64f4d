import { firstSchema } from './001-first-schema'
import { importedOnce } from './002-imported-once'
import type { Migration } from './migration'

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [firstSchema, importedOnce]
