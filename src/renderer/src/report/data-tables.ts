import type { Report } from '../../../shared/report'
import type { FigureTable } from '../charts/figure-table'

const number = new Intl.NumberFormat('en')
const sourceWords = { own: 'people here', imported: 'imported', simulated: 'SIMULATED' } as const

const columnsOf = (texts: readonly string[], numbers: readonly string[]): FigureTable['columns'] => [
  ...texts.map((label) => ({ label, isNumber: false })),
  ...numbers.map((label) => ({ label, isNumber: true })),
]

/** What each experiment rests on. */
export function dataTable(experiments: Report['experiments']): FigureTable {
  return {
    columns: columnsOf(
      ['Experiment', 'Answers of', 'Sites'],
      ['Ratings', 'Left out', 'Raters', 'Items', 'Images', 'Classes'],
    ),
    rows: experiments.map(({ title, analysis: { data } }) => [
      title,
      data.sources.map(({ source }) => sourceWords[source]).join(', '),
      data.sites.join(', ') || 'not known',
      ...[
        data.ratings,
        data.ratingsGiven - data.ratings,
        data.raters,
        data.items,
        data.images,
        data.classes.length,
      ].map((value) => number.format(value)),
    ]),
  }
}

/** Which ratings were left out, and why; without rows where none was. */
export function exclusionTable(experiments: Report['experiments']): FigureTable {
  return {
    columns: columnsOf(['Experiment', 'Reason'], ['Ratings']),
    rows: experiments.flatMap(({ title, analysis: { data } }) =>
      data.exclusions.map(({ reason, ratings }) => [title, reason, number.format(ratings)]),
    ),
  }
}

/** Files that ratings were imported from. */
export function fileTable(files: Report['files']): FigureTable {
  return {
    columns: columnsOf(['File', 'Experiment', 'SHA-256'], ['Ratings', 'Raters']),
    rows: files.map(({ fileName, experiment, sha256, ratings, raters }) => [
      fileName,
      experiment,
      sha256,
      number.format(ratings),
      number.format(raters),
    ]),
  }
}
