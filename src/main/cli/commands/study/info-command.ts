import { countText } from '../../../../shared/count-text'
import type { Command } from 'commander'
import { readContents, type StudyContents } from '../../../jobs/study-contents'
import { jsonOption } from '../../options'
import { printResult, type CliSession } from '../../session'
import { withStudy } from '../../study-session'
import { formatCount, formatShare, formatTable } from '../../text'

/** `sweetspot study info`: what a study holds. */
export function addInfoCommand(study: Command, session: CliSession): void {
  study
    .command('info <folder>')
    .description('show what a study holds; also while another program has it open')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  sweetspot study info my-study\n  sweetspot study info my-study --json',
    )
    .action(async (folder: string) => {
      const contents = await withStudy(folder, { isReadOnly: true, view: session.view }, readContents)
      printResult(session, contents, describeContents)
    })
}

/** The study's parts with their numbers, and a table of its models. */
export function describeContents(contents: StudyContents): string {
  const { study, sites, datasets, models, maps, stimulusSets, protocols, plans, sessions, ratings, jobs } =
    contents
  const counted = (counts: Readonly<Record<string, number>>) =>
    list(
      Object.entries(counts).flatMap(([name, count]) =>
        count === 0 ? [] : [`${formatCount(count)} ${name}`],
      ),
    )
  const lines = [
    ['sites', list(sites.map(({ name, prefix }) => `${name} (${prefix})`))],
    ['data', list(datasets.map(({ name, images }) => `${name} (${countText(images, 'image')})`))],
    ['maps', formatCount(maps)],
    ['stimuli', list(stimulusSets.map(({ name, stimuli }) => `${name} (${formatCount(stimuli)})`))],
    ['protocols', list(protocols)],
    [
      'plans',
      list(
        plans.map(
          ({ name, slots, openSlots }) => `${name} (${openSlots} of ${countText(slots, 'place')} open)`,
        ),
      ),
    ],
    ['sessions', counted(sessions)],
    ['ratings', counted(ratings)],
    ['jobs', counted(jobs)],
  ] as const
  return [
    study.name,
    ...(study.description === '' ? [] : [study.description]),
    '',
    ...lines.map(([title, text]) => `${title.padEnd(10)} ${text}`),
    '',
    models.length === 0 ? 'No models yet.' : modelTable(models),
  ].join('\n')
}

function modelTable(models: StudyContents['models']): string {
  const rows = models.map(({ name, architecture, targetCpr, measuredCpr, metrics }) => [
    name,
    architecture,
    String(Number(targetCpr.toPrecision(4))),
    measuredCpr === null ? '-' : measuredCpr.toFixed(4),
    accuracy(metrics['test.top1Fraction']),
    accuracy(metrics['test.top5Fraction']),
  ])
  return formatTable(['model', 'architecture', 'CPR', 'CPR, counted', 'test top-1', 'top-5'], rows)
}

function accuracy(share: number | undefined): string {
  return share === undefined ? '-' : formatShare(share)
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? '-' : texts.join(', ')
}
