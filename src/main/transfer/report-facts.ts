import type { StudyAnalysis } from '../../shared/analysis-study'
import type { Model } from '../../shared/records/model-records'
import type { Report, ReportFact } from '../../shared/report'
import type { StudyStore } from '../store/study-store'

/** What a reader needs to do it all again: ids, seeds, versions and hashes of everything that the report rests on. */
export function reportFacts(study: StudyStore, experiments: Report['experiments']): readonly ReportFact[] {
  const { id, createdWith } = study.study.get()
  const models = study.models.list()
  return [
    { name: 'Study', value: `id ${id}, made with Sweetspot ${createdWith}` },
    ...experiments.map(({ title, analysis }) => ({ name: title, value: analysisFact(analysis) })),
    ...(experiments.length === 0 ? [] : [{ name: 'All numbers', value: commandOf(experiments) }]),
    ...study.protocols.list().map(({ name, version, sha256 }) => ({
      name: `Protocol ${name}, version ${version}`,
      value: `SHA-256 ${sha256}`,
    })),
    ...study.protocols.damaged().map(({ name, version, reason }) => ({
      name: `Protocol ${name}, version ${version}`,
      value: `cannot be read: ${reason}`,
    })),
    ...study.plans.list().map(({ name, seed, id: planId }) => ({
      name: `Plan ${name}`,
      value: `seed ${seed}, id ${planId}`,
    })),
    ...models.map((model) => ({ name: `Model ${model.name}`, value: modelFact(study, model) })),
    ...versionFacts(models),
  ]
}

function modelFact(study: StudyStore, { id, seed, weightsArtifactId }: Model): string {
  const weights =
    weightsArtifactId === null
      ? 'only ratings are known'
      : `weights SHA-256 ${study.artifacts.get(weightsArtifactId).sha256}`
  return `id ${id}, seed ${seed ?? 'unknown'}, ${weights}`
}

function versionFacts(models: readonly Model[]): readonly ReportFact[] {
  const versions = new Map<string, Set<string>>()
  for (const [what, value] of models.flatMap((model) => Object.entries(model.versions))) {
    versions.set(what, (versions.get(what) ?? new Set()).add(value))
  }
  return [...versions].map(([what, values]) => ({
    name: `Version of ${what}`,
    value: [...values].join(', '),
  }))
}

function analysisFact({ options, data }: StudyAnalysis): string {
  return (
    `${data.ratings} of ${data.ratingsGiven} ratings, seed ${options.seed}, ${options.replicates} resamples of ` +
    `${options.alphaResampling} for alpha, ${options.level * 100} % intervals`
  )
}

/** The command that prints every number of the report again. */
function commandOf(experiments: Report['experiments']): string {
  const { options } = experiments[0]!.analysis
  const { sources, filter, excludedRaters, alphaResampling, noChoiceForAlpha } = options
  const list = (flag: string, values: readonly string[] | null): readonly string[] =>
    values === null ? [] : [flag, ...values.map(quoted)]
  return [
    'sweetspot analyse --study <folder> --json',
    ...list(
      '--experiment',
      experiments.map(({ title }) => title),
    ),
    ...list('--source', sources),
    ...list('--site', filter.sites),
    ...list('--class', filter.classNames),
    ...list('--model', filter.modelIds),
    ...list('--rater-group', filter.raterGroups),
    ...excludedRaters.flatMap(({ raterId, reason }) => ['--exclude-rater', quoted(`${raterId}=${reason}`)]),
    ...(noChoiceForAlpha === 'missing' ? ['--alpha-missing'] : []),
    `--alpha-resampling ${alphaResampling}`,
    `--minimum-ms ${options.minimumResponseMs}`,
    `--replicates ${options.replicates} --level ${options.level} --seed ${options.seed}`,
  ].join(' ')
}

const quoted = (text: string): string =>
  /^[\w.,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
