import { countText } from '../../shared/count-text'
import { readFile } from 'node:fs/promises'
import { name as programName, version } from '../../../package.json'
import type { Model } from '../../shared/records/model-records'
import { mapScoreSchema, type AccuracyReport } from '../../shared/jobs'
import type { Report, ReportGalleryRow, ReportModel } from '../../shared/report'
import type { StudyStore } from '../store/study-store'
import { reportFacts } from './report-facts'
import { listImports } from './study-import/list-imports'

export interface ReportRequest {
  readonly title: string
  /** ISO 8601 in UTC. */
  readonly createdAt: string
  readonly experiments: Report['experiments']
  /** Images in the gallery, one of each class first. */
  readonly galleryCount: number
}

/** Everything that a report of a study shows. @throws StudioError `file/not-found` for a picture that is gone */
export async function studyReport(study: StudyStore, request: ReportRequest): Promise<Report> {
  const models = study.models.list()
  const { name, siteId } = study.study.get()
  return {
    formatVersion: 1,
    title: request.title,
    createdAt: request.createdAt,
    program: { name: programName, version },
    study: { name, site: study.sites.get(siteId).name },
    dataset: describeImages(study),
    models: models.map((model) => reportModel(study, model)),
    experiments: request.experiments,
    files: files(study, request.experiments),
    gallery: await gallery(study, models, request.galleryCount),
    facts: [...reportFacts(study, request.experiments)],
  }
}

/** Each data set with its images by split, in a sentence. */
function describeImages(study: StudyStore): string {
  const sets = study.datasets.list().map(({ id, name, classes }) => {
    const splits = Map.groupBy(study.images.list(id), ({ split }) => split)
    const counts = [...splits].map(([split, images]) => `${images.length.toLocaleString('en')} ${split}`)
    return `${name}: ${countText(classes.length, 'class', 'classes')}, ${counts.join(', ')} images`
  })
  return sets.length === 0 ? 'No images.' : `${sets.join('. ')}.`
}

function reportModel(study: StudyStore, model: Model): ReportModel {
  const { id, name, targetCpr, parameterCount, nonZeroCount, metrics } = model
  const score = mapScoreSchema.safeParse(study.models.measurements(id, 'map-score').at(-1)?.value)
  return {
    id,
    name,
    cpr: targetCpr,
    parameterCount,
    nonZeroCount,
    validation: accuracyOf(metrics, 'validation'),
    test: accuracyOf(metrics, 'test'),
    extraTests: extraTests(metrics),
    mapScore: score.data ?? null,
    epochs: study.models
      .trainingMetrics(id)
      .flatMap(({ epoch, trainLoss, trainAccuracy, validationAccuracy }) =>
        trainLoss === null || trainAccuracy === null || validationAccuracy === null
          ? []
          : [{ epoch, trainLoss, trainTop1: trainAccuracy, validationTop1: validationAccuracy }],
      ),
  }
}

function accuracyOf(metrics: Model['metrics'], set: string): AccuracyReport | null {
  const pick = (what: string): number | undefined => metrics[`${set}.${what}`]
  const [count, top1, top5] = [pick('count'), pick('top1Fraction'), pick('top5Fraction')]
  const [meanLoss, calibrationError] = [pick('meanLoss'), pick('calibrationError')]
  if (count === undefined || top1 === undefined || top5 === undefined) return null
  if (meanLoss === undefined || calibrationError === undefined) return null
  return { count, top1, top5, meanLoss, calibrationError }
}

function extraTests(metrics: Model['metrics']): Record<string, AccuracyReport> {
  const sets = Object.keys(metrics).flatMap((key) =>
    key.endsWith('.count') ? [key.slice(0, -'.count'.length)] : [],
  )
  return Object.fromEntries(
    sets.flatMap((set) => {
      const accuracy = set === 'validation' || set === 'test' ? null : accuracyOf(metrics, set)
      return accuracy === null ? [] : [[set, accuracy] as const]
    }),
  )
}

/** Images that have maps of every model that has any. */
async function gallery(
  study: StudyStore,
  models: readonly Model[],
  count: number,
): Promise<ReportGalleryRow[]> {
  const explained = models.flatMap((model) => {
    const maps = study.maps.ofModel(model.id)
    return maps.length === 0 ? [] : [{ model, maps: new Map(maps.map((map) => [map.imageId, map])) }]
  })
  const shared = [...(explained[0]?.maps.keys() ?? [])].filter((id) =>
    explained.every(({ maps }) => maps.has(id)),
  )
  const images = oneOfEachClassFirst(shared.map((id) => study.images.get(id))).slice(0, count)
  const rows: ReportGalleryRow[] = []
  for (const image of images) {
    const original = explained[0]!.maps.get(image.id)!.originalArtifactId
    if (original === null) continue
    rows.push({
      image: image.path,
      className: image.className,
      original: await picture(study, original),
      maps: await Promise.all(
        explained.map(async ({ model, maps }) => {
          const map = maps.get(image.id)!
          const drawn = new Map(
            study.maps.renderings(map.id).map((each) => [each.rendering, each.artifactId]),
          )
          return {
            model: model.name,
            predicted: map.predictedClass,
            noPositiveEvidence: map.noPositiveEvidence,
            heatMap: await picture(study, drawn.get('heat-map')!),
            occlusionMap: await picture(study, drawn.get('occlusion-map')!),
          }
        }),
      ),
    })
  }
  return rows
}

function oneOfEachClassFirst<T extends { readonly className: string }>(images: readonly T[]): readonly T[] {
  const turn = new Map<string, number>()
  const ranked = images.map((image) => {
    const rank = turn.get(image.className) ?? 0
    turn.set(image.className, rank + 1)
    return { image, rank }
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ image }) => image)
}

async function picture(study: StudyStore, artifactId: string): Promise<string> {
  const bytes = await readFile(study.artifactPath(study.artifacts.get(artifactId).path))
  return `data:image/png;base64,${bytes.toString('base64')}`
}

/** The imported files of the experiments that are reported. */
function files(study: StudyStore, experiments: Report['experiments']): Report['files'] {
  const titles = new Set(experiments.map(({ title }) => title))
  return listImports(study).filter(({ experiment }) => titles.has(experiment))
}
