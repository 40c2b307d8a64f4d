import type { ExportColumn } from './export-column'

/** A table of an export as its description needs it. */
export interface DescribedTable {
  /** Below the export's folder, with `/`. */
  readonly path: string
  readonly columns: readonly Pick<ExportColumn, 'name' | 'field'>[]
}

/** What a data set is, beside its tables. */
export interface DatasetFacts {
  readonly name: string
  readonly description: string
  readonly createdAt: string
  readonly program: string
}

/**
 * `dataset_description.json` of a data set in the Psych-DS layout (https://psych-ds.github.io): schema.org's words, and
 * every column of every table as a measured variable.
 */
export function datasetDescription(facts: DatasetFacts, tables: readonly DescribedTable[]): object {
  const variables = new Map(tables.flatMap(({ columns }) => columns.map((column) => [column.name, column])))
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name: facts.name,
    description: facts.description,
    dateCreated: facts.createdAt,
    creditText: `Written by ${facts.program}`,
    variableMeasured: [...variables.values()].map(({ name, field }) => ({
      '@type': 'PropertyValue',
      name,
      description: descriptionOf(field),
      ...(field.unit === null ? {} : { unitText: field.unit }),
      ...(field.values === undefined ? {} : { valueReference: [...field.values] }),
    })),
  }
}

function descriptionOf({ description, missing }: ExportColumn['field']): string {
  return missing === undefined ? description : `${description} Empty: ${missing}.`
}

const codebookHeader = ['table', 'column', 'type', 'unit', 'description', 'values', 'empty means']

/** The codebook as rows: one for each column of each table. */
export function codebookRows(tables: readonly DescribedTable[]) {
  return {
    header: codebookHeader,
    rows: tables.flatMap(({ path, columns }) =>
      columns.map(({ name, field }) => [
        path,
        name,
        field.type,
        field.unit,
        field.description,
        field.values?.join(' | ') ?? null,
        field.missing ?? null,
      ]),
    ),
  }
}

/** A part of a file's name in Psych-DS: letters and digits only. */
export function keywordValue(text: string): string {
  const words = text.normalize('NFKD').split(/[^A-Za-z0-9]+/)
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return joined === '' ? 'Study' : joined.slice(0, 60)
}
