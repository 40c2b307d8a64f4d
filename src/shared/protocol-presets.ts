import { languages, languageTags } from './languages/languages'
import { neededTexts } from './protocol-texts'
import type { ProtocolContent, ProtocolRendering, RatingTask } from './protocol'
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

function timeline(task: RatingTask, map: ProtocolRendering['kind']): Block[] {
  const { kind } = task
  const questions = kind === 'likert' ? [mapQuestion] : [mapQuestion, unsureQuestion(kind)]
  return [
    { type: 'consent', text: 'consent.body' },
    { type: 'questionnaire', text: 'questionnaire.body', questions: [...questionIds] },
    {
      type: 'instructions',
      pages: ['instructions.welcome', `instructions.${map}`, `instructions.${kind}`, 'instructions.keys'],
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
      checkEvery: 25,
      checkForm: kind === 'likert' ? 'instructed' : 'known-answer',
    },
    { type: 'end', text: 'end.body' },
  ]
}

interface PresetParts {
  readonly name: string
  readonly description: string
  readonly task: RatingTask
  readonly map: ProtocolRendering['kind']
  readonly sampling: ProtocolContent['sampling']
}

function content({ name, description, task, map, sampling }: PresetParts): ProtocolContent {
  const blocks = timeline(task, map)
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
    models: publishedModels,
    classes: imagenetteClasses,
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

const published = {
  imagesPerClass: 50,
  reservePerClass: 2,
  ratingsPerItem: 5,
  itemsPerRater: 100,
  imageRepeats: 'avoid',
} as const

const pairTask = (pairs: [string, string][]): RatingTask => ({
  kind: 'pair',
  pairs,
  isEqualOffered: true,
  sides: 'balanced',
})

function likert(pointCount: 3 | 5): ProtocolContent {
  return content({
    name: `Likert pre-study, ${pointCount} points`,
    description:
      'How reasonable one heat-map is. 10 images of each class × 3 models × 5 raters = 1,500 ratings.',
    task: { kind: 'likert', pointCount },
    map: 'heat-map',
    sampling: { ...published, imagesPerClass: 10, itemsPerRater: 60 },
  })
}

const presets = {
  'experiment-1-heat-maps': () =>
    content({
      name: 'Experiment 1, heat-maps',
      description:
        'Which of two heat-maps is more reasonable? 500 images × 2 pairs × 5 raters = 5,000 ratings.',
      task: pairTask([
        ['cpr-2', 'cpr-1'],
        ['cpr-32', 'cpr-1'],
      ]),
      map: 'heat-map',
      sampling: published,
    }),
  'experiment-1-occlusion-maps': () =>
    content({
      name: 'Experiment 1, occlusion-maps',
      description:
        'Which of two occlusion-maps is more reasonable? 500 images × 3 pairs × 5 raters = 7,500 ratings.',
      task: pairTask([
        ['cpr-2', 'cpr-1'],
        ['cpr-32', 'cpr-1'],
        ['cpr-2', 'cpr-32'],
      ]),
      map: 'occlusion-map',
      sampling: published,
    }),
  'experiment-2': () =>
    content({
      name: 'Experiment 2',
      description:
        'What is on the image of which an occlusion-map shows a part? 500 images × 3 models × 5 raters = 7,500 ratings.',
      task: { kind: 'classify', unknownForAlpha: 'category', answerOrder: 'fixed' },
      map: 'occlusion-map',
      sampling: published,
    }),
  'likert-5': () => likert(5),
  'likert-3': () => likert(3),
} as const satisfies Record<PresetName, () => ProtocolContent>

/** The protocol of a published experiment with texts in every shipped language, to be used as it is or changed. */
export const presetProtocol = (name: PresetName): ProtocolContent => presets[name]()
