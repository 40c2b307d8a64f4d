import { countText } from '../../../shared/count-text'
import type { StageState, StudyCounts, StudyOverview, WorkStage } from '../../../shared/study-overview'
import { workStages } from '../../../shared/study-overview'
import type { IconName } from '../components/icons'

/** What a stage is called, and what it is for. */
export const stageWords = {
  data: { label: 'Data', purpose: 'Labelled images, of which a part is kept for testing' },
  models: { label: 'Models', purpose: 'A network, and what is left of it at each compression rate' },
  maps: { label: 'Maps', purpose: 'What each model looks at: an explanation of every test image' },
  stimuli: { label: 'Stimuli', purpose: 'The pictures that people will see' },
  sessions: { label: 'Sessions', purpose: 'People rate, each in a place of a plan' },
  analysis: { label: 'Analysis', purpose: 'Accuracy, preference and agreement at each compression rate' },
} as const satisfies Record<WorkStage, { label: string; purpose: string }>

/** How states look: never by colour alone. */
export const stateLooks = {
  empty: { word: 'Empty', icon: 'unavailable', tone: 'muted' },
  working: { word: 'In work', icon: 'start', tone: 'accent' },
  done: { word: 'Done', icon: 'passed', tone: 'good' },
  attention: { word: 'Needs attention', icon: 'alert', tone: 'warning' },
} as const satisfies Record<
  StageState,
  { word: string; icon: IconName; tone: 'muted' | 'accent' | 'good' | 'warning' }
>

const format = new Intl.NumberFormat('en-GB')

/** What a study holds of a stage, in words; empty where it holds nothing. */
export function holdingsOf(stage: WorkStage, counts: StudyCounts): string {
  const { sessions, ratings } = counts
  const parts: Record<WorkStage, readonly (string | false)[]> = {
    data: [
      counts.datasets > 0 && countText(counts.datasets, 'data set'),
      counts.images > 0 && countText(counts.images, 'image'),
    ],
    models: [counts.models > 0 && countText(counts.models, 'model')],
    maps: [counts.maps > 0 && countText(counts.maps, 'map')],
    stimuli: [
      counts.stimulusSets > 0 && countText(counts.stimulusSets, 'set'),
      counts.protocols > 0 && countText(counts.protocols, 'protocol'),
    ],
    sessions: [
      counts.plans > 0 && `${countText(counts.plans, 'plan')} with ${countText(counts.slots, 'place')}`,
      counts.openSlots > 0 && `${format.format(counts.openSlots)} open`,
      sessions.running > 0 && `${format.format(sessions.running)} running`,
      sessions.paused > 0 && `${format.format(sessions.paused)} paused`,
      sessions.interrupted > 0 && `${format.format(sessions.interrupted)} interrupted`,
      sessions.complete > 0 && `${format.format(sessions.complete)} complete`,
    ],
    analysis: [
      ratings.own > 0 && countText(ratings.own, 'answer of people', 'answers of people'),
      ratings.imported > 0 && `${format.format(ratings.imported)} imported`,
      ratings.simulated > 0 && `${format.format(ratings.simulated)} SIMULATED`,
    ],
  }
  return parts[stage].filter((part) => part !== false).join(', ')
}

/** What to do next. */
export interface NextStep {
  readonly title: string
  readonly text: string
  /** The page of the studio where it is done, if this version has it. */
  readonly page: string
  /** How it is done at the command line, without the study's folder; null where only a page does it. */
  readonly command: string | null
}

const failed = 'The last job of this stage did not end well. The list of jobs says why, and lets it go on.'
const running = 'A job is running. Its results appear here when it is done.'

/** A stage that is computed: its steps by state. */
function computed(
  page: string,
  titles: readonly [empty: string, working: string],
  text: string,
  command: string,
) {
  return {
    empty: { title: titles[0], text, page, command },
    working: { title: titles[1], text: running, page, command: null },
    attention: { title: `Look at the ${page}`, text: failed, page, command: null },
  }
}

const steps: Record<WorkStage, Partial<Record<StageState, NextStep>>> = {
  data: computed(
    'data',
    ['Bring in images', 'Images are being listed'],
    'One folder for each class, or the built-in sample, emojinette. Training lists them in the study by itself.',
    'train --data emojinette --study',
  ),
  models: computed(
    'models',
    ['Train a network', 'Networks are being trained'],
    'Or bring in a trained one; then prune it to each compression rate.',
    'train --data emojinette --study',
  ),
  maps: computed(
    'maps',
    ['Make maps', 'Maps are being made'],
    'One map for each model and image, in the look that people will see.',
    'stimuli --help',
  ),
  stimuli: {
    empty: {
      title: 'Choose what people see',
      text: 'Take a protocol, as one of the published experiments, and draw its pictures from the maps.',
      page: 'plans',
      command: 'stimuli --help',
    },
  },
  sessions: {
    empty: {
      title: 'Make a plan',
      text: 'It says who sees what, balanced before anyone sits down.',
      page: 'plans',
      command: 'stimuli --help',
    },
    working: {
      title: 'Let people rate',
      text: 'Give each person a free place of a plan and a desk.',
      page: 'sessions',
      command: null,
    },
    attention: {
      title: 'A session broke off',
      text: 'Its answers are safe. Let the person go on where they were, or end it and give the place back.',
      page: 'sessions',
      command: null,
    },
  },
  analysis: {
    empty: {
      title: 'Look at the analysis',
      text: 'It fills as answers come in.',
      page: 'analysis',
      command: null,
    },
    working: {
      title: 'Look at the analysis',
      text: 'It fills as answers come in.',
      page: 'analysis',
      command: 'analyse --study',
    },
    done: {
      title: 'Look at the results',
      text: 'Every answer is in. The report can be shared as one file.',
      page: 'analysis',
      command: 'report --study',
    },
  },
}

/** The first stage that waits for a person; else the results where they are there; else the first that is not done. */
export function nextStep({ stages }: Pick<StudyOverview, 'stages'>): NextStep {
  const waiting = workStages.find((stage) => stages[stage] === 'attention')
  const unfinished = workStages.find((stage) => stages[stage] !== 'done')
  const stage = waiting ?? (stages.analysis === 'done' ? 'analysis' : (unfinished ?? 'analysis'))
  return steps[stage][stages[stage]] ?? steps.analysis.working!
}

/** A command as it is typed: the study's folder follows where it asks for it. */
export function commandText(command: string, folder: string): string {
  return `npm run sweetspot -- ${command}${command.endsWith('--study') ? ` "${folder}"` : ''}`
}

/** The name of a folder for a study, as `less-is-more`. */
export function folderNameOf(studyName: string): string {
  const plain = studyName.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
}
