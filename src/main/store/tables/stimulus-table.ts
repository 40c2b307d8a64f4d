import {
  stimulusPartSchema,
  stimulusSchema,
  stimulusSetSchema,
  type Stimulus,
  type StimulusPart,
  type StimulusSet,
} from '../../../shared/records/stimulus-records'
import type { StudyDatabase } from '../database/study-database'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** A stimulus with the models that it shows: one, or two of a pair. */
export interface StimulusWithParts extends Stimulus {
  readonly parts: readonly StimulusPart[]
}

/** A stimulus as its maker gives it. */
export interface NewStimulus extends Fresh<Stimulus, 'setId'> {
  readonly parts: readonly Omit<StimulusPart, 'stimulusId' | 'position'>[]
}

/** Pictures chosen to be rated. */
export interface StimulusTable {
  sets(): readonly StimulusSet[]
  set(id: string): StimulusSet
  findSet(name: string): StimulusSet | undefined
  /** Stores a set with all its stimuli, or nothing. */
  addSet(set: Fresh<StimulusSet>, stimuli: readonly NewStimulus[]): StimulusSet
  /** Adds to a set, as an import does while it reads. */
  add(setId: string, stimulus: NewStimulus): StimulusWithParts
  get(id: string): StimulusWithParts
  find(setId: string, key: string): StimulusWithParts | undefined
  /** Names of many at once, by their ids. */
  keysOf(ids: readonly string[]): ReadonlyMap<string, string>
  /** In the order in which they were added. */
  ofSet(setId: string): readonly StimulusWithParts[]
  /** Removes a set with its stimuli, unless a plan or an answer uses them. @returns whether it did */
  removeUnusedSet(id: string): boolean
}

const keyRow = stimulusSchema.pick({ id: true, key: true })

export function createStimulusTable({ database, environment }: TableContext): StimulusTable {
  const sets = createRecordTable(database, {
    table: 'stimulus_set',
    schema: stimulusSetSchema,
    json: ['options'],
  })
  const stimuli = createRecordTable(database, { table: 'stimulus', schema: stimulusSchema })
  const parts = createRecordTable(database, {
    table: 'stimulus_part',
    schema: stimulusPartSchema,
    flags: ['isCorrect'],
  })
  const withParts = (stimulus: Stimulus): StimulusWithParts =>
    Object.freeze({
      ...stimulus,
      parts: Object.freeze(parts.where('stimulus_id = ? ORDER BY position', [stimulus.id])),
    })
  const add: StimulusTable['add'] = (setId, { id = environment.newId(), parts: given, ...stimulus }) =>
    database.transaction(() => {
      const stored = stimuli.insert({ ...stimulus, id, setId })
      for (const [position, part] of given.entries()) parts.insert({ ...part, stimulusId: id, position })
      return withParts(stored)
    })
  return {
    sets: () => sets.where('1 ORDER BY id'),
    set: sets.require,
    findSet: (name) => sets.firstWhere('name = ?', [name]),
    addSet: ({ id = environment.newId(), ...set }, given) =>
      database.transaction(() => {
        const stored = sets.insert({ id, ...set, createdAt: timestampOf(environment) })
        for (const stimulus of given) add(id, stimulus)
        return stored
      }),
    add,
    get: (id) => withParts(stimuli.require(id)),
    find: (setId, key) => {
      const found = stimuli.firstWhere('set_id = ? AND key = ?', [setId, key])
      return found && withParts(found)
    },
    removeUnusedSet: (id) => database.statement(removeUnusedSetSql).run({ id }) > 0,
    keysOf: (ids) => readKeys(database, ids),
    ofSet: (setId) => {
      const partsOf = Map.groupBy(
        parts.where(
          'stimulus_id IN (SELECT id FROM stimulus WHERE set_id = ?) ORDER BY stimulus_id, position',
          [setId],
        ),
        ({ stimulusId }) => stimulusId,
      )
      return stimuli
        .where('set_id = ? ORDER BY rowid', [setId])
        .map((stimulus) =>
          Object.freeze({ ...stimulus, parts: Object.freeze(partsOf.get(stimulus.id) ?? []) }),
        )
    },
  }
}

const removeUnusedSetSql = `DELETE FROM stimulus_set WHERE id = @id
  AND NOT EXISTS (SELECT 1 FROM plan WHERE stimulus_set_id = @id)
  AND NOT EXISTS (SELECT 1 FROM stimulus JOIN plan_trial ON plan_trial.stimulus_id = stimulus.id WHERE set_id = @id)
  AND NOT EXISTS (SELECT 1 FROM stimulus JOIN rating ON rating.stimulus_id = stimulus.id WHERE set_id = @id)`

function readKeys(database: StudyDatabase, ids: readonly string[]): ReadonlyMap<string, string> {
  const rows = database
    .statement('SELECT id, key FROM stimulus WHERE id IN (SELECT value FROM json_each(?))')
    .all([JSON.stringify(ids)])
  return new Map(rows.map((row) => keyRow.parse(row)).map(({ id, key }) => [id, key]))
}
