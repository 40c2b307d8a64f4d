import type { DeviceChoice } from '../../shared/device'
import { defaultAnalysisOptions } from '../../shared/analysis-design'
import type { MapsResult, NetworkSettings, TrainingSettings } from '../../shared/jobs'
import { presetProtocol, type PresetName } from '../../shared/protocol-presets'
import type { Model } from '../../shared/records/model-records'
import type { Report } from '../../shared/report'
import type { RunOptions } from '../jobs/compute-client'
import { modelFile } from '../jobs/study-models'
import { runStudyJob, type StudyJobWorld } from '../jobs/study-jobs'
import { prepareExperiment } from '../study/stored/prepare-experiment'
import { simulateRatings } from '../study/stored/simulate-ratings'
import { studyExperiments } from '../study/findings/experiments'

export interface DemoRequest {
  readonly data: string
  /** Training images to make; for the built-in sample only. */
  readonly images?: number
  readonly architecture: string
  readonly sizePx: number
  readonly network: NetworkSettings
  /** The layer to explain. */
  readonly layer: string
  readonly device: DeviceChoice
  readonly seed: number
  readonly training: TrainingSettings
  readonly fineTuning: TrainingSettings
  /** Compression rates after the unpruned one, rising. */
  readonly rates: readonly number[]
  /** Images of each class that are rated; two more are kept for practice and attention checks. */
  readonly imagesPerClass: number
}

export interface DemoStudy {
  readonly models: readonly Model[]
  readonly maps: MapsResult
  readonly experiments: Report['experiments']
  /** Time of the training, pruning and map jobs. */
  readonly computeSeconds: number
}

/** The experiments of the published study that the demo simulates. */
const presets: readonly PresetName[] = ['experiment-1-heat-maps', 'experiment-2']

/**
 * A whole study in small: trains, prunes to each rate, explains images that the shown models
 * get right, lets SIMULATED raters answer both experiments, and analyses their answers.
 */
export async function makeDemoStudy(
  world: StudyJobWorld,
  request: DemoRequest,
  listeners: RunOptions,
): Promise<DemoStudy> {
  const startedMs = performance.now()
  const { study } = world
  await trainAndPrune(world, request, listeners)
  const models = study.models.list()
  const shown = shownModels(models)
  const { job, result: maps } = await runStudyJob(
    world,
    {
      kind: 'maps',
      ...sourceOf(request),
      models: shown.map(({ name }) => modelFile(study, name)),
      layer: request.layer,
      count: request.imagesPerClass + reservePerClass + sparePerClass,
      perClass: true,
      onlyCorrect: true,
      scoreAll: true,
      activations: true,
    },
    listeners,
  )
  const computeSeconds = (performance.now() - startedMs) / 1000
  for (const preset of presets) {
    simulateExperiment(world, { preset, shown, mapsJobId: job.id, request })
  }
  const experiments = studyExperiments(study, { ...defaultAnalysisOptions, sources: ['simulated'] })
  return { models, maps, experiments, computeSeconds }
}

/** Images of each class for practice and attention checks. */
const reservePerClass = 2

/** Images of each class that may turn out to have a map with nothing to show. */
const sparePerClass = 6

async function trainAndPrune(
  world: StudyJobWorld,
  request: DemoRequest,
  listeners: RunOptions,
): Promise<void> {
  const { architecture, sizePx, network, rates } = request
  const common = sourceOf(request)
  const base = `${architecture}-cpr1`
  await runStudyJob(
    world,
    { kind: 'train', ...common, architecture, sizePx, network, training: request.training, name: base },
    listeners,
  )
  const cpr = rates.at(-1)
  if (cpr === undefined) return
  await runStudyJob(
    world,
    {
      kind: 'prune',
      ...common,
      model: modelFile(world.study, base),
      cpr,
      rates: [...rates],
      keepAll: true,
      training: request.fineTuning,
      name: `${architecture}-cpr${cpr}`,
    },
    listeners,
  )
}

function sourceOf({ data, images, device, seed }: DemoRequest) {
  return { data, images, device, seed }
}

/** Models that are wrong more often leave too few images that all shown models get right. */
const leastAccuracy = 0.75

/**
 * The unpruned model, the least pruned one, and the most pruned one that can still be shown: the published study has
 * CPR 32 there, which a network of an eighth of the width hardly survives.
 */
function shownModels(models: readonly Model[]): readonly Model[] {
  const usable = models.filter(({ metrics }) => metrics['test.top1Fraction']! >= leastAccuracy)
  return [...new Set([usable[0] ?? models[0]!, usable[1] ?? models[0]!, usable.at(-1) ?? models[0]!])]
}

interface DemoExperiment {
  readonly preset: PresetName
  readonly shown: readonly Model[]
  readonly mapsJobId: string
  readonly request: DemoRequest
}

function simulateExperiment({ study, now = Date.now }: StudyJobWorld, experiment: DemoExperiment): void {
  const { preset, shown, mapsJobId, request } = experiment
  const { seed, imagesPerClass } = request
  const content = presetProtocol(preset, {
    models: shown.map(({ name, targetCpr }) => ({ name, cpr: targetCpr })),
    classIds: shown[0]!.classes,
    sampling: { imagesPerClass, reservePerClass, ratingsPerItem: 5 },
  })
  const { plan } = prepareExperiment(study, { name: preset, content, mapsJobId, raters: null, seed })
  const startedAt = new Date(now()).toISOString()
  simulateRatings(study, { planId: plan.id, name: `${preset}, mixed panel`, panel: 'mixed', seed, startedAt })
}
