import type { StudyDatabase } from '../database/study-database'
import type { StoreEnvironment } from '../environment'

/** What every table family works with. */
export interface TableContext {
  readonly database: StudyDatabase
  readonly environment: StoreEnvironment
}

/** A new record as a caller gives it: the store adds what it alone knows. */
export type Fresh<T, Given extends keyof T = never> = Omit<T, 'id' | 'createdAt' | 'recordedAt' | Given> & {
  readonly [K in keyof T & ('id' | Given)]?: T[K]
}
