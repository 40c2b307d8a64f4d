import { z } from 'zod'
import { StudioError } from '../errors'
import type { DataFields } from './trial-type'
import { trialKinds } from './trial-type'
import type { AnyTrial, AnyTrialType } from './trial-types'
import { dataSchema, trialType } from './trial-types'

const count = z.number().int().nonnegative()
const milliseconds = z.number().nonnegative()

/** Where an answer comes from. The three never mix unless someone asks for it. */
export const rowOrigins = ['person', 'simulated', 'imported'] as const

/** What the station measures about each screen, by one monotonic clock. */
const measured = {
  onsetMs: milliseconds,
  responseTimeMs: milliseconds,
  frameIntervalMs: milliseconds.nullable(),
  focusLosses: count,
  fullScreenExits: count,
  hiddenMs: milliseconds,
}
export const measurementsSchema = z.strictObject(measured)
export type Measurements = z.infer<typeof measurementsSchema>

const row = {
  id: z.uuid(),
  sessionId: z.uuid(),
  protocolId: z.uuid(),
  origin: z.enum(rowOrigins),
  kind: z.enum(trialKinds),
  step: z.string().min(1),
  revision: count,
  position: count.nullable(),
  part: z.number().int().min(0).max(2).nullable(),
  item: z.string().min(1).nullable(),
  image: z.string().min(1).nullable(),
  trueClass: z.string().min(1).nullable(),
  recordedAt: z.iso.datetime(),
  ...measured,
}

/** One answered screen: what the runner stamped, and the data that the trial type declares. */
export const trialRowSchema = z
  .strictObject({
    ...row,
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .superRefine(({ kind, data }, context) => {
    const { error } = dataSchema(kind).safeParse(data)
    for (const { path, message } of error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['data', ...path], message })
    }
  })
export type TrialRow = Readonly<z.infer<typeof trialRowSchema>>

/** What the runner knows about a row before the answer is looked at. */
export type RowStamp = Omit<TrialRow, 'kind' | 'data'>

/** The columns that every row has, for the codebook. */
export const stampFields: DataFields<Omit<TrialRow, 'data'>> = {
  id: { type: 'text', unit: null, description: 'UUID of the row.' },
  sessionId: { type: 'text', unit: null, description: 'UUID of the session.' },
  protocolId: { type: 'text', unit: null, description: 'UUID of the version of the protocol.' },
  origin: {
    type: 'category',
    unit: null,
    description: 'Whether a person answered, a simulated rater, or the row was imported.',
    values: rowOrigins,
  },
  kind: { type: 'category', unit: null, description: 'Kind of trial.', values: trialKinds },
  step: { type: 'text', unit: null, description: 'Place of the screen in the session.' },
  revision: {
    type: 'integer',
    unit: null,
    description: 'How often the answer was taken back before; the highest revision counts.',
  },
  position: {
    type: 'integer',
    unit: null,
    description: 'Place among the rated items of the session, counted from 0.',
    missing: 'not a rated item',
  },
  part: {
    type: 'integer',
    unit: null,
    description: 'Third of the session in which the plan has the item: 0, 1 or 2.',
    missing: 'not a rated item',
  },
  item: {
    type: 'text',
    unit: null,
    description: 'What was rated: an image under a model or a pair of models; the unit of agreement.',
    missing: 'not a rated item',
  },
  image: { type: 'text', unit: null, description: 'Id of the image.', missing: 'not a rated item' },
  trueClass: {
    type: 'text',
    unit: null,
    description: 'Id of the class of the image.',
    missing: 'not a rated item',
  },
  recordedAt: { type: 'text', unit: null, description: 'When the answer was received (ISO 8601, UTC).' },
  onsetMs: {
    type: 'number',
    unit: 'ms',
    description:
      'Frame in which the stimulus was presented, since the start of the session, by a monotonic clock.',
  },
  responseTimeMs: {
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
}

/**
 * The row of an answer. People, imports and simulated raters get theirs in the same way.
 * @param answer as the screen sent it; checked here
 * @throws StudioError `session/bad-answer` if the answer is none of the trial's
 */
export function makeRow(trial: AnyTrial, answer: unknown, stamp: RowStamp): TrialRow {
  const type: AnyTrialType = trialType(trial.kind)
  const parsed = type.answer.safeParse(answer)
  if (!parsed.success) {
    throw new StudioError(
      'session/bad-answer',
      `${JSON.stringify(answer)} does not have the form of an answer to a trial of kind "${trial.kind}": ` +
        `${z.prettifyError(parsed.error)}.`,
    )
  }
  return { ...stamp, kind: trial.kind, data: { ...type.record(parsed.data, trial) } }
}
