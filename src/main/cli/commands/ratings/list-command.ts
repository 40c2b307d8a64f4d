import type { Command } from 'commander'
import type { ImportedBatch } from '../../../../shared/study-import'
import { readExperiments, type StudyExperiments } from '../../../study/findings/experiments'
import { listImports } from '../../../transfer/study-import/list-imports'
import { jsonOption } from '../../options'
import { printResult, type CliSession } from '../../session'
import { withStudy } from '../../study-session'
import { formatCount, formatTable } from '../../text'

interface RatingsList extends StudyExperiments {
  readonly imports: readonly ImportedBatch[]
}

/** `sweetspot ratings list`: what ratings a study has, and from which files. */
export function addListRatingsCommand(ratings: Command, session: CliSession): void {
  ratings
    .command('list')
    .description('list experiments with their ratings by source, and imported files')
    .requiredOption('--study <folder>', 'the study')
    .addOption(jsonOption())
    .action(async ({ study: folder }: { readonly study: string }) => {
      const value = await withStudy(folder, { isReadOnly: true, view: session.view }, (study) => ({
        ...readExperiments(study),
        imports: listImports(study),
      }))
      printResult(session, value, describeList)
    })
}

function describeList({ experiments, unreadable, imports }: RatingsList): string {
  if (experiments.length === 0 && unreadable.length === 0) {
    return 'No experiment yet. Plan one with `sweetspot stimuli`, or bring ratings in with `sweetspot ratings import`.'
  }
  const rows = experiments.map(({ title, task, ratings, planned }) => [
    title,
    task,
    formatCount(ratings.own),
    formatCount(ratings.imported),
    formatCount(ratings.simulated),
    planned === null ? '-' : formatCount(planned),
  ])
  const files = imports.map(({ fileName, experiment, ratings, raters, importedAt, sha256 }) => [
    fileName,
    experiment,
    formatCount(ratings),
    formatCount(raters),
    importedAt,
    sha256.slice(0, 12),
  ])
  return [
    formatTable(['experiment', 'task', 'own', 'imported', 'SIMULATED', 'planned'], rows),
    ...unreadable.flatMap(({ title, reason }) => ['', `CANNOT BE READ: ${title}`, `  ${reason}`]),
    ...(files.length === 0
      ? []
      : ['', formatTable(['imported file', 'experiment', 'ratings', 'raters', 'when', 'SHA-256'], files)]),
  ].join('\n')
}
