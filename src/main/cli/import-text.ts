import { countText } from '../../shared/count-text'
import type { ImportOutcome, StudyImportPreview } from '../../shared/study-import'
import { formatCount } from './text'

/** What an import did. */
export function describeOutcome(outcome: ImportOutcome): string {
  const { fileName, experiment, newRatings, knownRatings, raters, models, importedBefore, notes } = outcome
  const place = `"${experiment}"`
  if (newRatings === 0) {
    const when =
      importedBefore === null
        ? `all that it holds, ${countText(knownRatings, 'rating')}, was imported before`
        : `it was imported before, at ${importedBefore.importedAt} as ${importedBefore.fileName} into "${importedBefore.experiment}"`
    return `Nothing was changed by ${fileName}: ${when}.`
  }
  const again =
    knownRatings === 0 ? '' : ` ${countText(knownRatings, 'was there already', 'were there already')}.`
  const fresh = models.filter(({ isKnown }) => !isKnown)
  return [
    `IMPORTED: ${countText(newRatings, 'rating')} by ${countText(raters, 'rater')}, into ${place}.${again}`,
    ...(fresh.length === 0
      ? []
      : [
          `New models, of which only ratings are known: ${fresh.map(({ name, cpr }) => `${name} (CPR ${cpr})`).join(', ')}.`,
        ]),
    ...notes,
    '',
    'Analyse them: sweetspot analyse --source imported --study <folder>',
  ].join('\n')
}

/** What an import would do, with the columns of the file and a guess at which holds what. */
export function describePreview(preview: StudyImportPreview): string {
  const { fileName, shape, columns, suggestedMapping, experiment, importedBefore, problems, problemCount } =
    preview
  const mapping = Object.entries(suggestedMapping ?? {}).flatMap(([role, column]) =>
    typeof column === 'string' && columns.includes(column)
      ? [`${wordOf(role)}=${quotedForShell(column)}`]
      : [],
  )
  const unit =
    suggestedMapping?.time === undefined ? '' : ` --time-unit ${suggestedMapping.timeUnit ?? 'ms or s'}`
  const models = preview.importedModels.map(({ name, cpr, isKnown }) => {
    const rate = cpr === null ? 'CPR unknown: give it with --cpr' : `CPR ${cpr}`
    return `${name} (${rate}${isKnown ? ', in the study' : ''})`
  })
  return [
    `${fileName}: ${shape === null ? 'neither a Mechanical Turk batch nor mapped' : `read as ${shape}`}`,
    `Columns: ${columns.join(', ')}`,
    ...(shape === null && mapping.length > 0 ? [`Perhaps: --mapping ${mapping.join(' ')}${unit}`] : []),
    ...(shape === null
      ? []
      : [
          `${countText(preview.ratings, 'rating')} by ${countText(preview.raters, 'rater')} of ${countText(preview.items, 'item')}`,
          `Models: ${models.join(', ')}`,
          `Classes: ${preview.classes.join(', ') || 'none named'}`,
          `Answers: ${preview.answers.map(({ answer, count }) => `${answer ?? 'no choice'} ${formatCount(count)}`).join(', ')}`,
          `Into "${experiment ?? '-'}" with ${countText(preview.experimentRatings, 'rating')}: ${formatCount(preview.newRatings)} new, ${formatCount(preview.knownRatings)} there already`,
        ]),
    ...(importedBefore === null
      ? []
      : [`This file was imported before, at ${importedBefore.importedAt}: it would change nothing.`]),
    ...preview.notes,
    problemCount === 0
      ? 'No problems.'
      : `${countText(problemCount, 'problem')}, so that it would be refused:`,
    ...problems.slice(0, 20).map(({ line, column, message }) => {
      const place = [line === null ? null : `line ${line}`, column === null ? null : `column '${column}'`]
      const where = place.filter((part) => part !== null).join(', ')
      return where === '' ? `  ${message}` : `  ${where}: ${message}`
    }),
  ].join('\n')
}

const wordOf = (role: string): string =>
  ({ className: 'class', leftModel: 'left-model', rightModel: 'right-model' })[role] ?? role

const quotedForShell = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `"${text}"`)
