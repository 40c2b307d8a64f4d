import { Option, type Command } from 'commander'
import { StudioError } from '../../../shared/errors'
import { planProofText, type PlanProof } from '../../../shared/plan-proof'
import { presetNames, presetProtocol, type PresetName } from '../../../shared/protocol-presets'
import { modelFile } from '../../jobs/study-models'
import { runStudyJob } from '../../jobs/study-jobs'
import type { StudyStore } from '../../store/study-store'
import { prepareExperiment } from '../../study/stored/prepare-experiment'
import { addDataOptions, addRunOptions, resolveData, wholeNumber, type RunFlags } from '../options'
import { printResult, type CliSession } from '../session'
import { workInStudy } from '../study-session'

interface StimuliFlags extends RunFlags {
  readonly study: string
  readonly protocol: PresetName
  readonly model: readonly string[]
  readonly data: string
  readonly images?: number
  readonly perClass: number
  readonly reserve: number
  readonly spare: number
  readonly ratings: number
  readonly raters?: number
  readonly layer?: string
  readonly name?: string
}

const help = `
Draws images at random that every shown model classifies correctly, makes their maps, and plans who rates what: each
item by so many different people, models, pairs and sides balanced. The plan's proof is printed. Some images more than
are rated are drawn: for practice and attention checks, and because a map may have nothing to show.

Examples:
  sweetspot stimuli --study my-study --protocol experiment-2 --model vgg-cpr1 vgg-cpr2 vgg-cpr32 --data photos
  sweetspot stimuli --study my-study --protocol experiment-1-heat-maps --model a b --data photos --per-class 10 --raters 20`

/** `sweetspot stimuli`: everything that rating sessions need, from a published protocol. */
export function addStimuliCommand(program: Command, session: CliSession): void {
  const command = program
    .command('stimuli')
    .description('draw stimuli that every model gets right, and plan who rates what')
    .requiredOption('--study <folder>', 'the study')
    .addOption(
      new Option('--protocol <name>', 'what people are asked').choices(presetNames).makeOptionMandatory(),
    )
    .requiredOption('--model <name...>', 'models of the study that are shown, the unpruned one first')
  addDataOptions(command)
    .option('--per-class <n>', 'images of each class that are rated', wholeNumber(1, 100_000), 50)
    .option('--reserve <n>', 'images of each class for practice and checks', wholeNumber(1, 1000), 2)
    .option(
      '--spare <n>',
      'images of each class drawn in case a map has nothing to show',
      wholeNumber(0, 1000),
      5,
    )
    .option('--ratings <n>', 'people who rate each item', wholeNumber(1, 1000), 5)
    .option(
      '--raters <n>',
      'people in all (default: as many as the protocol makes of it)',
      wholeNumber(1, 100_000),
    )
    .option('--layer <name>', 'layer to explain (default: the architecture’s own)')
    .option('--name <name>', 'of stimuli and plan (default: the protocol’s)')
  addRunOptions(command)
    .addHelpText('after', help)
    .action(async (flags: StimuliFlags) => {
      printResult(session, await makeStimuli(session, flags), describeStimuli)
    })
}

interface Stimuli {
  readonly plan: string
  readonly planId: string
  readonly protocolId: string
  readonly stimulusSetId: string
  readonly proof: PlanProof
}

function makeStimuli(session: CliSession, flags: StimuliFlags): Promise<Stimuli> {
  const { protocol, perClass, reserve, spare, seed } = flags
  return workInStudy(session, flags.study, async (world, listeners) => {
    const { study } = world
    const name = flags.name ?? protocol
    refuseTakenName(study, name)
    const shown = flags.model.map((each) => study.models.resolve(each))
    const content = presetProtocol(protocol, {
      models: shown.map((model) => ({ name: model.name, cpr: model.targetCpr })),
      classIds: shown[0]!.classes,
      sampling: { imagesPerClass: perClass, reservePerClass: reserve, ratingsPerItem: flags.ratings },
    })
    const request = {
      kind: 'maps' as const,
      data: resolveData(flags.data),
      images: flags.images,
      device: flags.device,
      seed,
      models: shown.map((model) => modelFile(study, model.name)),
      layer: flags.layer,
      count: perClass + reserve + spare,
      perClass: true,
      onlyCorrect: true,
      activations: true,
    }
    const { job } = await runStudyJob<'maps'>(world, request, listeners)
    const raters = flags.raters ?? null
    const experiment = prepareExperiment(study, { name, content, mapsJobId: job.id, raters, seed })
    return {
      plan: experiment.plan.name,
      planId: experiment.plan.id,
      protocolId: experiment.protocol.id,
      stimulusSetId: experiment.stimulusSet.id,
      proof: experiment.proof,
    }
  })
}

/** Before anything slow: a name may be taken. */
function refuseTakenName(study: StudyStore, name: string): void {
  if (study.plans.findByName(name) === undefined && study.stimuli.findSet(name) === undefined) return
  throw new StudioError(
    'store/conflict',
    `The study has stimuli or a plan "${name}" already. Give these another name with --name.`,
  )
}

/** The plan's name and its proof. */
export function describeStimuli({ plan, proof }: Stimuli): string {
  return `Plan: ${plan}\n\n${planProofText(proof)}`
}
