import { languages, languageTags } from './languages/languages'
import { planLoad, type PlanShape } from './plan-shape'
import { conditionsOf, type ProtocolContent, type ProtocolRendering, type RatingTask } from './protocol'
import { neededTexts } from './protocol-texts'
import type { Block, BlockOf } from './protocol-timeline'
import { questionIds } from './trials/questionnaire-trial'

export const presetNames = [
  'experiment-1-heat-maps',
  'experiment-1-occlusion-maps',
  'experiment-2',
  'likert-5',
  'likert-3',
] as const
export type PresetName = (typeof presetNames)[number]

/** The ten classes of Imagenette, as the published study named them. */
const imagenetteClasses: ProtocolContent['classes'] = [
  { id: 'fish', labels: { en: 'Fish', de: 'Fisch' } },
  { id: 'dog', labels: { en: 'Dog', de: 'Hund' } },
  { id: 'cassette player', labels: { en: 'Cassette player', de: 'Kassettenspieler' } },
  { id: 'chain saw', labels: { en: 'Chain saw', de: 'Kettensäge' } },
  { id: 'church', labels: { en: 'Church', de: 'Kirche' } },
  { id: 'French horn', labels: { en: 'French horn', de: 'Waldhorn' } },
  { id: 'garbage truck', labels: { en: 'Garbage truck', de: 'Müllwagen' } },
  { id: 'gas pump', labels: { en: 'Gas pump', de: 'Zapfsäule' } },
  { id: 'golf ball', labels: { en: 'Golf ball', de: 'Golfball' } },
  { id: 'parachute', labels: { en: 'Parachute', de: 'Fallschirm' } },
]

const publishedModels: ProtocolContent['models'] = [
  { name: 'cpr-1', cpr: 1 },
  { name: 'cpr-2', cpr: 2 },
  { name: 'cpr-32', cpr: 32 },
]

const rendering = (kind: ProtocolRendering['kind']): ProtocolRendering => ({
  kind,
  colourMap: 'jet',
  imageShare: 0.7,
  isSquared: true,
  visibleFraction: 0.1,
  scaling: { kind: 'per-map' },
})

const mapQuestion: BlockOf<'comprehension'>['questions'][number] = {
  question: 'comprehension.map.question',
  options: ['comprehension.map.wrong-1', 'comprehension.map.right', 'comprehension.map.wrong-2'],
  expected: 'comprehension.map.right',
}

/** What to do when there is nothing to choose; a scale has no such answer. */
function unsureQuestion(task: 'pair' | 'classify'): BlockOf<'comprehension'>['questions'][number] {
  const key = `comprehension.${task}`
  return {
    question: `${key}.question`,
    options: [`${key}.right`, `${key}.wrong-1`, `${key}.wrong-2`],
    expected: `${key}.right`,
  }
}

function timeline(task: RatingTask, map: ProtocolRendering['kind'], itemsPerRater: number): Block[] {
  const { kind } = task
  const questions = kind === 'likert' ? [mapQuestion] : [mapQuestion, unsureQuestion(kind)]
  return [
    { type: 'consent', text: 'consent.body' },
    { type: 'questionnaire', text: 'questionnaire.body', questions: [...questionIds] },
    {
      type: 'instructions',
      pages: ['instructions.welcome', `instructions.${map}`, `instructions.${kind}`, 'instructions.keys'],
      examplePages: [`instructions.${map}`],
    },
    { type: 'comprehension', questions, maximumAttempts: 3 },
    { type: 'instructions', pages: ['instructions.practice'] },
    { type: 'practice', right: 3, within: 4, maximumTrials: 12 },
    { type: 'instructions', pages: ['instructions.start'] },
    {
      type: 'rating',
      breakEvery: 50,
      breakSeconds: 30,
      isBreakSkippable: true,
      checkEvery: itemsPerRater < 3 ? null : Math.min(25, itemsPerRater),
      checkForm: kind === 'likert' ? 'instructed' : 'known-answer',
    },
    { type: 'end', text: 'end.body' },
  ]
}

/** What may differ from the published study, so that a preset fits a study's own models and images. */
export interface PresetOptions {
  /** By CPR, the unpruned one first; default CPR 1, 2 and 32. */
  readonly models?: ProtocolContent['models']
  /** Ids as in the data set; default the ten of Imagenette, whose names are known in every language. */
  readonly classIds?: readonly string[]
  /** Items per rater follow from the rest where they are not given. */
  readonly sampling?: Partial<ProtocolContent['sampling']>
}

interface PresetParts {
  readonly name: string
  readonly description: string
  readonly map: ProtocolRendering['kind']
  readonly imagesPerClass: number
  readonly task: (models: readonly string[]) => RatingTask
}

function content(
  { name, description, map, imagesPerClass, task: taskOf }: PresetParts,
  options: PresetOptions,
): ProtocolContent {
  const models = options.models ?? publishedModels
  const classes = options.classIds?.map(namedClass) ?? imagenetteClasses
  const task = taskOf(models.map((model) => model.name))
  const sampling = samplingOf({ imagesPerClass, ...options.sampling }, { models, classes, task })
  const blocks = timeline(task, map, sampling.itemsPerRater)
  const keys = neededTexts({ task, timeline: blocks })
  const texts = languageTags.map((tag) => {
    const shipped: Readonly<Record<string, string>> = languages[tag].texts
    return [tag, Object.fromEntries(keys.map((key) => [key, shipped[key]!]))]
  })
  return {
    format: 1,
    name,
    description,
    task,
    models: [...models],
    classes: [...classes],
    rendering: rendering(map),
    sampling,
    answering: {
      minimumViewMs: 300,
      timeoutMs: null,
      isUndoAllowed: true,
      reshowInstructionsAfterMinutes: 30,
    },
    timeline: blocks,
    texts: Object.fromEntries(texts),
  }
}

/** A class by its known names, or by its id in every language. */
const namedClass = (id: string): ProtocolContent['classes'][number] =>
  imagenetteClasses.find((known) => known.id === id) ?? {
    id,
    labels: Object.fromEntries(languageTags.map((tag) => [tag, id])),
  }

/**
 * The published numbers with the given ones in their place. Items per rater: as many, up to 100, as all raters can
 * share evenly without anyone seeing an image twice.
 */
function samplingOf(
  given: Partial<ProtocolContent['sampling']>,
  { models, classes, task }: Pick<ProtocolContent, 'models' | 'classes' | 'task'>,
): ProtocolContent['sampling'] {
  const sampling = {
    imagesPerClass: 50,
    reservePerClass: 2,
    ratingsPerItem: 5,
    imageRepeats: 'avoid',
    ...given,
  } as const
  const shape: PlanShape = {
    imageCount: classes.length * sampling.imagesPerClass,
    conditionCount: conditionsOf({ models, task }).length,
    ratingsPerItem: sampling.ratingsPerItem,
    raters: null,
    itemsPerRater: Math.min(100, classes.length * sampling.imagesPerClass),
    imageRepeats: 'never',
  }
  while (!planLoad(shape).isPossible && shape.itemsPerRater! > 1) shape.itemsPerRater!--
  return { itemsPerRater: shape.itemsPerRater!, ...sampling }
}

/** Every pruned model against the unpruned one. */
const againstFirst = ([first, ...others]: readonly string[]): [string, string][] =>
  others.map((model) => [model, first!])

/** And every pruned model against every other. */
const allPairs = (models: readonly string[]): [string, string][] => {
  const pruned = models.slice(1)
  return [
    ...againstFirst(models),
    ...pruned.flatMap((one, index) => pruned.slice(index + 1).map((other): [string, string] => [one, other])),
  ]
}

const pairTask =
  (pairsOf: (models: readonly string[]) => [string, string][]): PresetParts['task'] =>
  (models) => ({ kind: 'pair', pairs: pairsOf(models), isEqualOffered: true, sides: 'balanced' })

const likert = (pointCount: 3 | 5): PresetParts => ({
  name: `Likert pre-study, ${pointCount} points`,
  description: 'How reasonable is one heat-map?',
  task: () => ({ kind: 'likert', pointCount }),
  map: 'heat-map',
  imagesPerClass: 10,
})

const presets = {
  'experiment-1-heat-maps': {
    name: 'Experiment 1, heat-maps',
    description: 'Which of two heat-maps is more reasonable? Every pruned model against the unpruned one.',
    task: pairTask(againstFirst),
    map: 'heat-map',
    imagesPerClass: 50,
  },
  'experiment-1-occlusion-maps': {
    name: 'Experiment 1, occlusion-maps',
    description: 'Which of two occlusion-maps is more reasonable? Every model against every other.',
    task: pairTask(allPairs),
    map: 'occlusion-map',
    imagesPerClass: 50,
  },
  'experiment-2': {
    name: 'Experiment 2',
    description: 'What is on the image of which an occlusion-map shows a part?',
    task: () => ({ kind: 'classify', unknownForAlpha: 'category', answerOrder: 'fixed' }),
    map: 'occlusion-map',
    imagesPerClass: 50,
  },
  'likert-5': likert(5),
  'likert-3': likert(3),
} as const satisfies Record<PresetName, PresetParts>

/**
 * The protocol of a published experiment with texts in every shipped language: as it was, or with a study's own models,
 * classes and numbers.
 */
export const presetProtocol = (name: PresetName, options: PresetOptions = {}): ProtocolContent =>
  content(presets[name], options)
