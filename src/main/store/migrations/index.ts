import { firstSchema } from './001-first-schema'
import type { Migration } from './migration'

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [firstSchema]
