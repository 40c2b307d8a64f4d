import type { Migration } from '../migration'
import { dataTables } from './data-tables'
import { jobTables } from './job-tables'
import { modelTables } from './model-tables'
import { planTables } from './plan-tables'
import { ratingTables } from './rating-tables'
import { sessionTables } from './session-tables'
import { stimulusTables } from './stimulus-tables'
import { studyTables } from './study-tables'

const parts = [
  studyTables,
  jobTables,
  dataTables,
  modelTables,
  stimulusTables,
  planTables,
  sessionTables,
  ratingTables,
]

/** All tables of the first version. */
export const firstSchema: Migration = {
  version: 1,
  name: 'first schema',
  up: (database) => {
    for (const part of parts) database.exec(part)
  },
}
