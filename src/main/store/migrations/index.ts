import { firstSchema } from './001-first-schema'
import type { Migration } from './migration'

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [firstSchema]

/** The schema that this program writes. */
export const latestVersion = migrations.at(-1)!.version
