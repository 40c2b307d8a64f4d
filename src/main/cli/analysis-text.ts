import { countText } from '../../shared/count-text'
import type { ModelAccuracy } from '../../shared/analysis-accuracy'
import type { AnalysisOptions } from '../../shared/analysis-design'
import type { Effect, Estimate, TestResult } from '../../shared/analysis-estimate'
import type { StudyAnalysis } from '../../shared/analysis-study'
import { formatCount, formatShare, formatTable } from './text'

/** `tables` leaves out tests, classes and other codings, and rounds. */
export type AnalysisDetail = 'all' | 'tables'

/** What an analysis found, in a screen of text; everything else is in `--json` and in the report. */
export function describeAnalysis(analysis: StudyAnalysis, detail: AnalysisDetail = 'all'): string {
  const names = new Map(analysis.design.models.map(({ modelId, label }) => [modelId, label]))
  const nameOf = (id: string | null): string => (id === null ? 'all models' : (names.get(id) ?? id))
  return [
    dataLine(analysis),
    ...analysis.data.exclusions.map(
      ({ reason, ratings }) => `Left out: ${countText(ratings, 'rating')}. ${reason}`,
    ),
    '',
    ...accuracyLines(analysis, nameOf, detail),
    ...preferenceLines(analysis, nameOf, detail),
    ...likertLines(analysis, nameOf, detail),
    ...agreementLines(analysis, detail),
    ...(analysis.sweetSpot === null ? [] : [analysis.sweetSpot.statement, '']),
    ...analysis.failures.map(({ message, advice }) => `Warning: ${message} ${advice}`),
  ]
    .join('\n')
    .trimEnd()
}

type NameOf = (id: string | null) => string

function dataLine({ task, data }: StudyAnalysis): string {
  const words = { own: 'by people here', imported: 'imported', simulated: 'SIMULATED' } as const
  const sources = data.sources.map(
    ({ source, ratings }) => `${countText(ratings, 'rating')}, ${words[source]}`,
  )
  return `Task ${task}: ${sources.join('; ')}; ${countText(data.raters, 'rater')}, ${countText(data.items, 'item')}`
}

function accuracyLines(
  { accuracy, options }: StudyAnalysis,
  nameOf: NameOf,
  detail: AnalysisDetail,
): string[] {
  if (accuracy === null) return []
  const level = levelOf(options)
  const row = (name: string, { accuracy: share, dontKnow }: ModelAccuracy): string[] => [
    name,
    formatCount(share.successes),
    formatCount(share.total),
    shown(share.clustered, detail === 'all' ? 6 : 3),
    range(share.clustered),
    range(share.wilson),
    formatCount(dontKnow.successes),
  ]
  const columns = ['correct', 'of', 'human accuracy', `${level}, clustered`, `${level}, Wilson`, "don't know"]
  const models = [...accuracy.byModel, accuracy.overall].map((each) => row(nameOf(each.modelId), each))
  const classes = accuracy.byClass.map((each) => row(each.className ?? 'unknown', each))
  return [
    formatTable(['model', ...columns], models),
    '',
    ...(detail === 'all' ? [formatTable(['class, all models', ...columns], classes), ''] : []),
    ...testLines([...accuracy.homogeneity, ...accuracy.comparisons], detail),
  ]
}

function preferenceLines(
  { preferences, options }: StudyAnalysis,
  nameOf: NameOf,
  detail: AnalysisDetail,
): string[] {
  if (preferences === null) return []
  const overall = preferences.pairs.filter(({ className }) => className === null)
  const rows = overall.map((pair) => [
    `${nameOf(pair.firstModelId)} or ${nameOf(pair.secondModelId)}`,
    formatCount(pair.firstPreferred),
    formatCount(pair.equal),
    formatCount(pair.secondPreferred),
    shown(pair.equalShare.clustered, detail === 'all' ? 6 : 3),
    range(pair.equalShare.clustered),
  ])
  const { equalShare } = preferences
  const { successes } = equalShare
  rows.push([
    'all pairs',
    '',
    formatCount(successes),
    '',
    shown(equalShare.clustered, detail === 'all' ? 6 : 3),
    range(equalShare.clustered),
  ])
  const heading = ['pair', 'first', 'equal', 'second', 'equal, share', `${levelOf(options)}, clustered`]
  return [
    formatTable(heading, rows),
    '',
    ...testLines(
      overall.flatMap(({ tests }) => tests),
      detail,
    ),
  ]
}

function likertLines({ likert, options }: StudyAnalysis, nameOf: NameOf, detail: AnalysisDetail): string[] {
  if (likert === null) return []
  const rows = likert.byModel.map(({ modelId, points, mean, median }) => [
    nameOf(modelId),
    points.map(({ count }) => formatCount(count)).join(' '),
    shown(mean),
    range(mean),
    shown(median),
  ])
  return [
    formatTable(['model', 'answers, lowest first', 'mean', levelOf(options), 'median'], rows),
    '',
    ...testLines(likert.tests, detail),
  ]
}

function agreementLines({ agreement, options }: StudyAnalysis, detail: AnalysisDetail): string[] {
  const groups = [
    { group: `all; ${agreement.coding}`, result: agreement.overall },
    ...(detail === 'all' ? agreement.alternatives : []),
    ...agreement.byModel,
  ]
  const rows = groups.map(({ group, result }) => [
    group,
    shown(result.alpha, detail === 'all' ? Infinity : 3),
    range(result.alpha),
    shown(result.percentAgreement),
    formatCount(result.alpha.n),
    result.reading,
  ])
  const heading = ["Krippendorff's alpha of", 'alpha', levelOf(options), 'agreement', 'n', 'reading']
  return [formatTable(heading, rows), '']
}

function testLines(tests: readonly TestResult[], detail: AnalysisDetail): string[] {
  if (tests.length === 0 || detail === 'tables') return []
  const methods = [...new Set(tests.map(({ method }) => method))]
  const number = (value: number | null): string => (value === null ? '-' : String(value))
  const rows = tests.map(({ comparison, statistic, p, holmP, effects, n, method }) => [
    comparison,
    `[${methods.indexOf(method) + 1}]`,
    number(statistic),
    number(p),
    number(holmP),
    formatCount(n),
    effects.map(effectText).join('; ') || '-',
  ])
  const heading = ['test', 'method', 'statistic', 'p', 'p, Holm', 'n', 'effects with their intervals']
  return [formatTable(heading, rows), ...methods.map((method, index) => `[${index + 1}] ${method}.`), '']
}

function effectText(effect: Effect): string {
  const interval = effect.interval === null ? '' : ` (${range(effect)})`
  return `${effect.measure} ${shown(effect)}${interval}`
}

/** Of all intervals of an analysis. */
const levelOf = ({ level }: AnalysisOptions): string => `${Number((100 * level).toPrecision(4))} %`

/** At most so many digits behind the point, without zeros at the end; all of them where there is no end. */
function shown({ estimate }: Estimate, digits = 3): string {
  if (estimate === null) return 'undefined'
  return String(digits === Infinity ? estimate : Number(estimate.toFixed(digits)))
}

function range({ interval }: Estimate): string {
  return interval === null ? '-' : `${formatShare(interval.lower)} to ${formatShare(interval.upper)}`
}
