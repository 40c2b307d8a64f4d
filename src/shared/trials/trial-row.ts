import { z } from 'zod'
import { StudioError } from '../errors'
import { ratingSources } from '../rating-row'
import { idSchema, timestampSchema } from '../records/common'
import type { DataFields } from './trial-type'
import { trialKinds } from './trial-type'
import { dataSchema, trialType, type AnyTrial } from './trial-types'

const count = z.number().int().nonnegative()
const milliseconds = z.number().nonnegative()

/** What the station measures about each screen, by one monotonic clock. */
const measured = {
  onsetMs: milliseconds,
  responseMs: milliseconds,
  frameIntervalMs: milliseconds.nullable(),
  focusLosses: count,
  fullScreenExits: count,
  hiddenMs: milliseconds,
  inputDevice: z.enum(['keyboard', 'mouse', 'touch', 'pen']).nullable(),
}
export const measurementsSchema = z.strictObject(measured)
export type Measurements = Readonly<z.infer<typeof measurementsSchema>>

const stamped = {
  id: idSchema,
  sessionId: idSchema,
  protocolId: idSchema,
  source: z.enum(ratingSources),
  trialType: z.enum(trialKinds),
  trialKey: z.string().min(1),
  attempt: z.number().int().positive(),
  position: count.nullable(),
  part: z.number().int().min(0).max(2).nullable(),
  item: z.string().min(1).nullable(),
  image: z.string().min(1).nullable(),
  trueClass: z.string().min(1).nullable(),
  recordedAt: timestampSchema,
  ...measured,
}

/** One answered screen: what the runner stamped, and the data that the trial type declares. */
export const trialRowSchema = z
  .strictObject({
    ...stamped,
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .superRefine(({ trialType: kind, data }, context) => {
    for (const { path, message } of dataSchema(kind).safeParse(data).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['data', ...path], message })
    }
  })
export type TrialRow = Readonly<z.infer<typeof trialRowSchema>>

/** What the runner knows about a row before it looks at the answer. */
export type RowStamp = Omit<TrialRow, 'trialType' | 'data'>

const ofRatings = 'not a rated item'

/** The columns that every row has, for the codebook. */
export const stampFields: DataFields<Omit<TrialRow, 'data'>> = {
  id: { type: 'text', unit: null, description: 'UUID of the row.' },
  sessionId: { type: 'text', unit: null, description: 'UUID of the session.' },
  protocolId: { type: 'text', unit: null, description: 'UUID of the version of the protocol.' },
  source: {
    type: 'category',
    unit: null,
    description: 'Whether a person of this study answered, a simulated rater, or the row was imported.',
    values: ratingSources,
  },
  trialType: { type: 'category', unit: null, description: 'Kind of trial.', values: trialKinds },
  trialKey: { type: 'text', unit: null, description: 'Place of the screen in the session.' },
  attempt: {
    type: 'integer',
    unit: null,
    description: '1, and one more each time the answer had been taken back; the last attempt counts.',
  },
  position: {
    type: 'integer',
    unit: null,
    description: 'Place among the rated items of the session, counted from 0.',
    missing: ofRatings,
  },
  part: {
    type: 'integer',
    unit: null,
    description: 'Third of the session in which the plan has the item: 0, 1 or 2.',
    missing: ofRatings,
  },
  item: {
    type: 'text',
    unit: null,
    description: 'What was rated, the unit of agreement: an image under a model or a pair of models.',
    missing: ofRatings,
  },
  image: { type: 'text', unit: null, description: 'Id of the image.', missing: ofRatings },
  trueClass: { type: 'text', unit: null, description: 'Id of the class of the image.', missing: ofRatings },
  recordedAt: { type: 'text', unit: null, description: 'When the answer was received (ISO 8601, UTC).' },
  onsetMs: {
    type: 'number',
    unit: 'ms',
    description:
      'Frame in which the stimulus was presented, since the start of the session, by a monotonic clock.',
  },
  responseMs: {
    type: 'number',
    unit: 'ms',
    description: "From that frame to the time stamp of the answer's own event.",
  },
  frameIntervalMs: {
    type: 'number',
    unit: 'ms',
    description: 'Time between two frames of the display.',
    missing: 'not measured',
  },
  focusLosses: { type: 'integer', unit: null, description: 'How often the window lost the focus meanwhile.' },
  fullScreenExits: { type: 'integer', unit: null, description: 'How often full screen was left meanwhile.' },
  hiddenMs: { type: 'number', unit: 'ms', description: 'How long the page was hidden meanwhile.' },
  inputDevice: {
    type: 'category',
    unit: null,
    description: 'What the answer was given with.',
    values: ['keyboard', 'mouse', 'touch', 'pen'],
    missing: 'not known',
  },
}

/**
 * The row of an answer. People and simulated raters get theirs in the same way.
 * @param answer as the screen sent it; checked here
 * @throws StudioError `session/bad-answer` if the answer is none of the trial's
 */
export function makeRow(trial: AnyTrial, answer: unknown, stamp: RowStamp): TrialRow {
  const type = trialType(trial.kind)
  const parsed = type.answer.safeParse(answer)
  if (!parsed.success) {
    throw new StudioError(
      'session/bad-answer',
      `${JSON.stringify(answer)} does not have the form of an answer to a trial of kind "${trial.kind}": ` +
        `${z.prettifyError(parsed.error)}.`,
    )
  }
  return { ...stamp, trialType: trial.kind, data: { ...type.record(parsed.data, trial) } }
}

/** Whether a row meets the known answer of its trial; null where none is right, or where it is not judged. */
export const hasPassed = ({ trialType: kind, data }: Pick<TrialRow, 'trialType' | 'data'>): boolean | null =>
  trialType(kind).passed?.(data) ?? null
