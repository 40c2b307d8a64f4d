import type { Command } from 'commander'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtInData, type MapsResult } from '../../../shared/jobs'
import type { Model } from '../../../shared/records/model-records'
import type { Report } from '../../../shared/report'
import { demoDefaults } from '../../jobs/demo-defaults'
import { replaceFolder } from '../../jobs/output-folder'
import { createStudy } from '../../store/create-study'
import { studyReport } from '../../transfer/study-report'
import { describeAnalysis } from '../analysis-text'
import { makeDemoStudy, type DemoRequest } from '../demo-study'
import { absolute, addRunOptions, wholeNumber, type RunFlags } from '../options'
import { jobListeners, printResult, type CliSession } from '../session'
import { formatCount, formatDuration, formatShare, formatTable } from '../text'
import { writeReport } from '../write-report'
import { rateList } from '../pruning-flags'
import { scoreTable } from './maps-command'

interface DemoFlags extends RunFlags {
  readonly images: number
  readonly epochs: number
  readonly fineTuneEpochs: number
  readonly rates: readonly number[]
  readonly imagesPerClass: number
  readonly out: string
}

const help = `
The output is a study: its folder holds the models, the maps, the answers of SIMULATED raters to two of the published
experiments, and report.html. A replaced output folder must be one that the demo wrote: other files are never
overwritten.

Examples:
  sweetspot demo
  sweetspot demo --rates 2 --out small-demo
  sweetspot demo --out my-demo --device cpu --seed 7`

/** `sweetspot demo`: a whole study in small on the built-in sample, with simulated raters. */
export function addDemoCommand(program: Command, session: CliSession): void {
  const command = program
    .command('demo')
    .description(
      'run a whole study in small on the built-in sample: train, prune, explain, simulate raters, report',
    )
    .option('--images <n>', 'training images to make', wholeNumber(10, 1_000_000), demoDefaults.images)
    .option('--epochs <n>', 'passes over them', wholeNumber(1, 10_000), demoDefaults.training.epochs)
    .option(
      '--fine-tune-epochs <n>',
      'passes after each pruning step',
      wholeNumber(1, 10_000),
      demoDefaults.fineTuning.epochs,
    )
    .option('--rates <list>', 'compression rates, as 2,4,8', rateList, [...demoDefaults.rates])
    .option('--images-per-class <n>', 'images of each class that are rated', wholeNumber(1, 1000), 6)
    .option('--out <folder>', 'where to write', 'demo-output')
  addRunOptions(command)
    .addHelpText('after', help)
    .action(async (flags: DemoFlags) => {
      const folder = absolute(flags.out)
      const result = await replaceFolder(folder, (workFolder) => runDemo(session, flags, workFolder))
      printResult(session, { ...result, folder, report: join(folder, reportFile) }, describeDemo)
    })
}

const reportFile = 'report.html'

interface DemoResult {
  readonly models: readonly Model[]
  readonly maps: MapsResult
  readonly experiments: Report['experiments']
  readonly computeSeconds: number
}

async function runDemo(session: CliSession, flags: DemoFlags, folder: string): Promise<DemoResult> {
  const study = createStudy(folder, { name: 'Emojinette demo', siteName: 'Demo', sitePrefix: 'DEMO' })
  try {
    const world = { study, client: session.client }
    const result = await makeDemoStudy(world, demoRequest(flags), jobListeners(session))
    session.view.end()
    const report = await studyReport(study, {
      title: 'Less is more? A study in small, with simulated raters',
      createdAt: new Date().toISOString(),
      experiments: result.experiments,
      galleryCount: 20,
    })
    await writeReport(join(folder, reportFile), session.reportTemplate, report)
    return result
  } finally {
    study.close()
  }
}

function demoRequest({
  device,
  seed,
  images,
  rates,
  imagesPerClass,
  epochs,
  fineTuneEpochs,
}: DemoFlags): DemoRequest {
  return {
    ...demoDefaults,
    data: builtInData,
    device,
    seed,
    images,
    rates,
    imagesPerClass,
    training: { ...demoDefaults.training, epochs },
    fineTuning: { ...demoDefaults.fineTuning, epochs: fineTuneEpochs },
  }
}

/** All models side by side, what the simulated raters said, and where everything is. */
export function describeDemo(
  result: DemoResult & { readonly folder: string; readonly report: string },
): string {
  const { models, maps, experiments, computeSeconds } = result
  return [
    `Emojinette, ${models[0]!.architecture}, on ${maps.device}: ${formatDuration(computeSeconds)} of computing`,
    '',
    modelTable(models),
    '',
    ...scoreTable(maps),
    ...experiments.flatMap(({ title, analysis }) => [title, describeAnalysis(analysis, 'tables'), '']),
    `Study: ${result.folder}`,
    `Report, with all tests and figures: ${pathToFileURL(result.report).href}`,
  ].join('\n')
}

/** Accuracy of the networks by compression rate, on every test set. */
function modelTable(models: readonly Model[]): string {
  const sets = [...new Set(models.flatMap(({ metrics }) => Object.keys(metrics)))].flatMap((key) =>
    key.endsWith('.top1Fraction') ? [key.slice(0, -'.top1Fraction'.length)] : [],
  )
  const rows = models.map(({ targetCpr, nonZeroCount, metrics }) => [
    String(targetCpr),
    formatCount(nonZeroCount ?? 0),
    ...sets.map((set) => formatShare(metrics[`${set}.top1Fraction`]!)),
  ])
  return formatTable(['CPR', 'weights not zero', ...sets.map((set) => `top-1, ${set}`)], rows)
}
