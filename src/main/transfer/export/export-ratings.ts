import { version } from '../../../../package.json'
import { StudioError } from '../../../shared/errors'
import type { RatingSource } from '../../../shared/rating-row'
import type { DataValue, TrialKind } from '../../../shared/trials/trial-type'
import type { StudyStore } from '../../store/study-store'
import { readRatings } from '../../study/findings/analyse-ratings'
import { isAnswered, listExperiments, queryOf } from '../../study/findings/experiments'
import { csvText } from './csv-text'
import { exportColumns, type ExportColumn, type ExportedAnswer, isTrialKind } from './export-column'
import { exportNames, type ExportNames } from './export-names'
import { itemsByRaters } from './items-by-raters'
import {
  codebookRows,
  type DatasetFacts,
  datasetDescription,
  type DescribedTable,
  keywordValue,
} from './psych-ds'

/** One file of an export. */
export interface ExportFile {
  /** Below the export's folder, with `/`. */
  readonly path: string
  readonly text: string
}

export interface ExportRequest {
  /** Whose answers; each source has tables of its own. */
  readonly sources: readonly RatingSource[]
  /** ISO 8601 in UTC. */
  readonly createdAt: string
}

interface Table extends DescribedTable {
  readonly columns: readonly ExportColumn[]
  readonly rows: readonly (readonly DataValue[])[]
}

/**
 * All answers of a study that count, in the Psych-DS layout: a tidy CSV table for each source and kind of trial in
 * `data`, what the columns mean in `dataset_description.json` and `documentation/codebook.csv`, the same rows as JSON, and
 * for each experiment a table of items by raters for other tools. Raters are known by their codes only.
 * @throws StudioError `analysis/bad-input` where the study has no answers of these sources; `export/unsupported`
 */
export function exportRatings(study: StudyStore, request: ExportRequest): readonly ExportFile[] {
  const names = exportNames(study)
  const { name } = study.study.get()
  const answers = readAnswers(study, request.sources)
  if (answers.length === 0) {
    throw new StudioError(
      'analysis/bad-input',
      `The study has no ${request.sources.join(' or ')} answers to export. Name others with --source.`,
    )
  }
  const groups = Map.groupBy(answers, ({ rating }) => `${rating.source} ${rating.trialType}`)
  const tables = [...groups.values()].map((members) => tableOf(name, members, names))
  const facts = {
    name,
    description: describe(study, request.sources),
    createdAt: request.createdAt,
    program: `Sweetspot ${version}`,
  }
  const codebook = codebookRows(tables)
  return [
    ...tables.map(({ path, columns, rows }) => ({
      path,
      text: csvText(
        columns.map((column) => column.name),
        rows,
      ),
    })),
    { path: 'dataset_description.json', text: json(datasetDescription(facts, tables)) },
    { path: 'documentation/codebook.csv', text: csvText(codebook.header, codebook.rows) },
    { path: 'ratings.json', text: json({ ...facts, tables: tables.map(asObjects) }) },
    { path: 'README.md', text: readme(facts, request.sources) },
    ...matrices(study, request.sources),
  ]
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

function readAnswers(study: StudyStore, sources: readonly RatingSource[]): readonly ExportedAnswer[] {
  return study.sessions
    .list()
    .filter(({ source }) => sources.includes(source))
    .flatMap((session) => study.ratings.ofSession(session.id).map((rating) => ({ rating, session })))
    .filter(({ rating }) => isTrialKind(rating.trialType))
}

function tableOf(study: string, answers: readonly ExportedAnswer[], names: ExportNames): Table {
  const { source, trialType } = answers[0]!.rating
  const kind = trialType as TrialKind // readAnswers keeps no others
  const columns = exportColumns(kind)
  const keywords = `study-${keywordValue(study)}_source-${source}_trial-${keywordValue(kind)}`
  return {
    path: `data/${keywords}_data.csv`,
    columns,
    rows: answers.map((answer) => columns.map(({ valueOf }) => valueOf(answer, names))),
  }
}

function asObjects({ path, columns, rows }: Table) {
  return {
    table: path,
    columns: columns.map(({ name, field }) => ({ name, ...field })),
    rows: rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]!]))),
  }
}

function matrices(study: StudyStore, sources: readonly RatingSource[]): readonly ExportFile[] {
  return listExperiments(study).flatMap((experiment, index) =>
    sources
      .filter((source) => isAnswered(experiment, [source]))
      .map((source) => ({
        path: `derived/experiment-${index + 1}${keywordValue(experiment.title)}_source-${source}_items-by-raters.csv`,
        text: itemsByRaters(readRatings(study, queryOf(experiment), [source]).rows),
      })),
  )
}

const sourceWords = {
  own: 'answers of people in this study',
  imported: 'answers that were imported from files',
  simulated: 'SIMULATED answers, which nobody gave',
} as const satisfies Record<RatingSource, string>

function describe(study: StudyStore, sources: readonly RatingSource[]): string {
  const { description } = study.study.get()
  const contents = `Ratings of explanation maps: ${sources.map((source) => sourceWords[source]).join('; ')}.`
  return description === '' ? contents : `${description} ${contents}`
}

function readme(
  { name, description, createdAt, program }: DatasetFacts,
  sources: readonly RatingSource[],
): string {
  return `# ${name}

${description}

Written by ${program} at ${createdAt}, in the layout of Psych-DS (https://psych-ds.github.io).

- \`data/\`: one table for each source (${sources.join(', ')}) and kind of trial, one row an answer that counts. Answers of
  excluded sessions are there, with the reason in \`exclusionReason\`: leave them out.
- \`dataset_description.json\` and \`documentation/codebook.csv\`: what every column means.
- \`ratings.json\`: the same rows with their types.
- \`derived/\`: items by raters, for other tools; without excluded sessions, and of several ratings of one item by one rater
  the first.

Raters are known by codes. In CSV files, text that a spreadsheet would run as a formula has an apostrophe in front.
`
}
