import { countText } from '../../../shared/count-text'
import { Option, type Command } from 'commander'
import { StudioError } from '../../../shared/errors'
import { panelNames, type PanelName } from '../../study/simulation/panels'
import { simulateRatings, type SimulatedRatings } from '../../study/stored/simulate-ratings'
import { jsonOption, seedOption } from '../options'
import { printResult, type CliSession } from '../session'
import { withStudy } from '../study-session'

interface RateFlags {
  readonly study: string
  readonly simulate?: boolean
  readonly plan?: string
  readonly panel: PanelName
  readonly name?: string
  readonly seed: number
}

const help = `
Simulated raters try a study out before people sit down. Whatever they answer is stored and shown as SIMULATED, and no
analysis takes it for people's. Panels: ${panelNames.join(', ')}.

Examples:
  sweetspot rate --simulate --study my-study
  sweetspot rate --simulate --study my-study --plan experiment-2 --panel careless --seed 3`

/** `sweetspot rate --simulate`: simulated raters do every slot of a plan. */
export function addRateCommand(program: Command, session: CliSession): void {
  program
    .command('rate')
    .description('let simulated raters do a plan')
    .requiredOption('--study <folder>', 'the study')
    .option('--simulate', 'needed, so that nobody simulates by mistake')
    .option('--plan <name>', 'the plan (default: the only one of the study)')
    .addOption(new Option('--panel <name>', 'who answers').choices(panelNames).default('mixed'))
    .option('--name <name>', 'of the simulation (default: plan, panel and seed)')
    .addOption(seedOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (flags: RateFlags) => {
      if (flags.simulate !== true) {
        throw new StudioError(
          'usage',
          'People rate on a screen, not here. To simulate raters, add --simulate.',
        )
      }
      const value = await withStudy(flags.study, { isReadOnly: false }, (study) => {
        const plan = choosePlan(study.plans.list(), flags.plan)
        const { panel, seed } = flags
        const name = flags.name ?? `${plan.name}, ${panel} panel, seed ${seed}`
        const startedAt = new Date().toISOString()
        return { name, ...simulateRatings(study, { planId: plan.id, name, panel, seed, startedAt }) }
      })
      printResult(session, value, describeSimulation)
    })
}

function choosePlan<P extends { readonly name: string }>(plans: readonly P[], wanted: string | undefined): P {
  const names = plans.map(({ name }) => name).join(', ')
  const found =
    wanted === undefined && plans.length === 1 ? plans[0] : plans.find(({ name }) => name === wanted)
  if (found !== undefined) return found
  if (plans.length === 0) {
    throw new StudioError('store/not-found', 'The study has no plan yet. Make one with `sweetspot stimuli`.')
  }
  const problem = wanted === undefined ? 'The study has several plans' : `The study has no plan "${wanted}"`
  throw new StudioError('store/not-found', `${problem}. Name one of them with --plan: ${names}.`)
}

/** How much was answered by how many. */
export function describeSimulation({
  name,
  raterCount,
  ratingCount,
}: SimulatedRatings & { readonly name: string }): string {
  return `SIMULATED: ${countText(ratingCount, 'rating')} by ${countText(raterCount, 'rater')}, kept as "${name}".`
}
