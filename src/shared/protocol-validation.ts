import { placeholders, languages, languageTags, type LanguageTag } from './languages/languages'
import { planLoad } from './plan-shape'
import { planShapeOf, protocolContentSchema, type ProtocolContent } from './protocol'
import { neededTexts, requiredPlaceholders } from './protocol-texts'
import { timelineProblems } from './protocol-timeline-validation'
import { maximumAnswers } from './trials/answer-keys'

/** What is wrong with one field of a protocol, in a sentence that says what to do. */
export interface ProtocolProblem {
  /** As `timeline.4.checkEvery`. */
  readonly field: string
  readonly message: string
}

type Check = (content: ProtocolContent) => readonly ProtocolProblem[]

/**
 * All that keeps a protocol from being used, field by field; nothing for a sound one.
 * @param draft any value, as an editor or a file gives it
 */
export function validateProtocol(draft: unknown): readonly ProtocolProblem[] {
  const parsed = protocolContentSchema.safeParse(draft)
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  }
  return checks.flatMap((check) => check(parsed.data))
}

const checks: readonly Check[] = [
  modelProblems,
  classProblems,
  pairProblems,
  samplingProblems,
  answeringProblems,
  scalingProblems,
  timelineProblems,
  textProblems,
]

/** One problem for every entry that stands in the list before. */
function repeated(names: readonly string[], field: (index: number) => string): readonly ProtocolProblem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ field: field(index), message: `"${name}" stands here twice; every entry needs its own.` }],
  )
}

function modelProblems({ models, task }: ProtocolContent): readonly ProtocolProblem[] {
  const names = models.map(({ name }) => name)
  const tooFew =
    task.kind === 'pair' && models.length < 2
      ? [{ field: 'models', message: 'Pairs need at least two models; add one.' }]
      : []
  return [...tooFew, ...repeated(names, (index) => `models.${index}.name`)]
}

function classProblems({ classes, task, texts }: ProtocolContent): readonly ProtocolProblem[] {
  const ids = classes.map(({ id }) => id)
  const unnamed = classes.flatMap(({ id, labels }, index) =>
    usedLanguages(texts)
      .filter((tag) => labels[tag] === undefined)
      .map((tag) => ({
        field: `classes.${index}.labels.${tag}`,
        message: `The class "${id}" has no name in ${languages[tag].name}; add one.`,
      })),
  )
  const tooMany =
    task.kind === 'classify' && classes.length > maximumAnswers
      ? [
          {
            field: 'classes',
            message: `${classes.length} classes do not fit on the keyboard; at most ${maximumAnswers} can be answers.`,
          },
        ]
      : []
  return [...tooMany, ...repeated(ids, (index) => `classes.${index}.id`), ...unnamed]
}

function pairProblems({ task, models }: ProtocolContent): readonly ProtocolProblem[] {
  if (task.kind !== 'pair') return []
  const known = models.map(({ name }) => name)
  const unknown = task.pairs.flatMap((pair, index) =>
    pair.flatMap((name, side) =>
      known.includes(name)
        ? []
        : [
            {
              field: `task.pairs.${index}.${side}`,
              message: `"${name}" is not one of the models (${known.join(', ')}).`,
            },
          ],
    ),
  )
  const same = task.pairs.flatMap(([first, second], index) =>
    first === second
      ? [{ field: `task.pairs.${index}`, message: `"${first}" is paired with itself; choose another model.` }]
      : [],
  )
  const unordered = task.pairs.map((pair) => pair.toSorted().join(' and '))
  return [...unknown, ...same, ...repeated(unordered, (index) => `task.pairs.${index}`)]
}

function samplingProblems(content: ProtocolContent): readonly ProtocolProblem[] {
  const answer = planLoad(planShapeOf(content))
  const shape = answer.isPossible ? [] : [{ field: 'sampling.itemsPerRater', message: answer.message }]
  if (content.sampling.reservePerClass > 0 || !needsReserve(content)) return shape
  const message =
    'Practice, attention checks and examples in instructions show images that nobody rates; keep at least one of each ' +
    'class for them.'
  return [...shape, { field: 'sampling.reservePerClass', message }]
}

const needsReserve = ({ timeline }: ProtocolContent): boolean =>
  timeline.some(
    (block) =>
      block.type === 'practice' ||
      (block.type === 'rating' && block.checkEvery !== null) ||
      (block.type === 'instructions' && (block.examplePages ?? []).length > 0),
  )

function answeringProblems({ answering }: ProtocolContent): readonly ProtocolProblem[] {
  const { minimumViewMs, timeoutMs } = answering
  if (timeoutMs === null || timeoutMs > minimumViewMs) return []
  return [
    {
      field: 'answering.timeoutMs',
      message:
        `Answers count from ${minimumViewMs} ms on, but the trial ends after ${timeoutMs} ms. ` +
        'Give more time, or null for no time-out.',
    },
  ]
}

function scalingProblems({ rendering: { scaling } }: ProtocolContent): readonly ProtocolProblem[] {
  if (scaling.kind !== 'absolute' || scaling.low < scaling.high) return []
  const message = `The range runs from ${scaling.low} to ${scaling.high}; the second must be above the first.`
  return [{ field: 'rendering.scaling.high', message }]
}

const usedLanguages = (texts: ProtocolContent['texts']): readonly LanguageTag[] =>
  languageTags.filter((tag) => texts[tag] !== undefined)

function textProblems(content: ProtocolContent): readonly ProtocolProblem[] {
  const used = usedLanguages(content.texts)
  if (used.length === 0) {
    return [
      { field: 'texts', message: `There are no texts; give them in one of ${languageTags.join(', ')}.` },
    ]
  }
  return used.flatMap((tag) =>
    neededTexts(content).flatMap((key) => textProblem(content.texts[tag]![key] ?? '', tag, key)),
  )
}

function textProblem(text: string, tag: LanguageTag, key: string): readonly ProtocolProblem[] {
  const field = `texts.${tag}.${key}`
  if (text.trim() === '')
    return [{ field, message: `The text is missing in ${languages[tag].name}; write it.` }]
  return (requiredPlaceholders[key] ?? [])
    .filter((name) => !placeholders(text).includes(name))
    .map((name) => ({ field, message: `The text must say where {${name}} goes.` }))
}
