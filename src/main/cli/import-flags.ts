import { InvalidArgumentError, Option, type Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { StudioError } from '../../shared/errors'
import { type ColumnMapping, defaultImportOptions, type ImportOptions } from '../../shared/rating-import'
import type { RatingTask } from '../../shared/rating-row'
import type { RatingFile } from '../transfer/import-ratings'
import { absolute } from './options'

/** What commands that read a file of ratings take. */
export interface ImportFlags {
  readonly mapping?: ReadonlyMap<string, string>
  readonly task?: RatingTask
  readonly timeUnit: 'ms' | 's'
  readonly undecided?: readonly string[]
  readonly scale?: ColumnMapping['scale']
  readonly modelName?: readonly string[]
  readonly includeRejected: boolean
  readonly siteName?: string
}

/** What a column may hold, by its word on the command line. */
const roles = {
  rater: 'rater',
  item: 'item',
  answer: 'answer',
  image: 'image',
  class: 'className',
  model: 'model',
  'left-model': 'leftModel',
  'right-model': 'rightModel',
  time: 'time',
  site: 'site',
  'rater-group': 'raterGroup',
} as const satisfies Readonly<Record<string, keyof ColumnMapping>>

export const ratingTasks: readonly RatingTask[] = ['classify', 'pair', 'likert']

/** How to read a file of ratings; `--task` is the command's own. */
export function addImportOptions(command: Command): Command {
  return command
    .option(
      '--mapping <role=column...>',
      `which column of a long CSV file holds what: ${Object.keys(roles).join(', ')}`,
      roleOfColumn,
    )
    .addOption(
      new Option('--time-unit <unit>', 'of the time column').choices(['ms', 's']).default('ms' as const),
    )
    .option(
      '--undecided <answer...>',
      'answers that mean "I don\'t know", with pairs "both equally"',
      (text: string, known: readonly string[] = []) => [...known, text],
    )
    .option('--scale <from-to>', 'points that were offered, as 1-5', scaleOf)
    .option(
      '--model-name <name...>',
      'names of models, where names in Mechanical Turk’s pairs hold underscores',
    )
    .option('--include-rejected', 'read ratings that the requester rejected on Mechanical Turk too', false)
    .option('--site-name <name>', 'where the ratings come from, for all of the file')
}

/** @throws StudioError `usage` for a mapping without rater, item or answer */
export function importOptionsOf(flags: ImportFlags): ImportOptions {
  return {
    ...defaultImportOptions,
    mapping: flags.mapping === undefined ? null : mappingOf(flags.mapping, flags),
    includeRejected: flags.includeRejected,
    modelNames: [...(flags.modelName ?? [])],
    site: flags.siteName ?? null,
  }
}

function mappingOf(given: ReadonlyMap<string, string>, flags: ImportFlags): ColumnMapping {
  const { rater, item, answer, ...columns } = Object.fromEntries(given) as Partial<Record<string, string>>
  if (rater === undefined || item === undefined || answer === undefined) {
    throw new StudioError(
      'usage',
      'A mapping needs the columns of rater, item and answer, as --mapping rater=who item=picture answer=said.',
    )
  }
  const isPair = columns.leftModel !== undefined && columns.rightModel !== undefined
  return {
    ...columns,
    rater,
    item,
    answer,
    task: flags.task ?? (isPair ? 'pair' : 'classify'),
    timeUnit: flags.timeUnit,
    noChoice: [...(flags.undecided ?? [])],
    scale: flags.scale,
  }
}

function roleOfColumn(
  text: string,
  known: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = text.indexOf('=')
  const role = text.slice(0, at)
  const field = Object.hasOwn(roles, role) ? roles[role as keyof typeof roles] : undefined
  if (at > 0 && field !== undefined && at < text.length - 1)
    return new Map([...known, [field, text.slice(at + 1)]])
  throw new InvalidArgumentError(
    `It must be a role and its column, as rater=who. Roles: ${Object.keys(roles).join(', ')}.`,
  )
}

function scaleOf(text: string): ColumnMapping['scale'] {
  const [, minimum, maximum] = /^(-?\d+)-(-?\d+)$/.exec(text) ?? []
  const scale = { minimum: Number(minimum), maximum: Number(maximum) }
  if (scale.minimum < scale.maximum) return scale
  throw new InvalidArgumentError('It must be the lowest and the highest point, as 1-5.')
}

/** A model's compression rate, as small=32, added to those given before. @throws InvalidArgumentError */
export function modelRate(
  text: string,
  known: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, number> {
  const at = text.lastIndexOf('=')
  const rate = Number(text.slice(at + 1))
  if (at > 0 && rate >= 1) return new Map([...known, [text.slice(0, at), rate]])
  throw new InvalidArgumentError('It must be a model and its rate of 1 or more, as small=32.')
}

/** A file of ratings. @throws StudioError `file/not-found` */
export async function readRatings(path: string): Promise<RatingFile> {
  const bytes = await readFile(absolute(path)).catch((cause: unknown) => {
    const message = `Cannot read ${path}. Give the path of a CSV file of ratings.`
    throw new StudioError('file/not-found', message, { cause })
  })
  return { name: basename(path), bytes }
}
