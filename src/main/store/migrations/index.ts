import { firstSchema } from './001-first-schema'
import { replacementSlots } from './002-replacement-slots'
import { importedOnce } from './003-imported-once'
import { stagedRows } from './004-staged-rows'
import type { Migration } from './migration'

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [firstSchema, replacementSlots, importedOnce, stagedRows]
