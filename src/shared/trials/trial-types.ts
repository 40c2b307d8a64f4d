import { z } from 'zod'
import { attentionCheckTrial } from './attention-check-trial'
import { breakTrial } from './break-trial'
import { classifyTrial } from './classify-trial'
import { comprehensionCheckTrial } from './comprehension-check-trial'
import { consentTrial } from './consent-trial'
import { instructionTrial } from './instruction-trial'
import { likertTrial } from './likert-trial'
import { pairTrial } from './pair-trial'
import { practiceTrial } from './practice-trial'
import { questionnaireTrial } from './questionnaire-trial'
import type { DataField, Trial, TrialKind, TrialType } from './trial-type'

/** Every kind of screen that a session can show. */
export const trialTypes = {
  consent: consentTrial,
  questionnaire: questionnaireTrial,
  instruction: instructionTrial,
  'comprehension-check': comprehensionCheckTrial,
  practice: practiceTrial,
  pair: pairTrial,
  likert: likertTrial,
  classify: classifyTrial,
  'attention-check': attentionCheckTrial,
  break: breakTrial,
} as const satisfies { readonly [Kind in TrialKind]: { readonly kind: Kind } }

type TypeOf<Kind extends TrialKind> = (typeof trialTypes)[Kind]
export type ShownOf<Kind extends TrialKind> = z.infer<TypeOf<Kind>['shown']>
export type HiddenOf<Kind extends TrialKind> = z.infer<TypeOf<Kind>['hidden']>
export type DataOf<Kind extends TrialKind> = ReturnType<TypeOf<Kind>['record']>

/** A trial of any kind, with both its halves. */
export type AnyTrial = { readonly [Kind in TrialKind]: Trial<Kind, ShownOf<Kind>, HiddenOf<Kind>> }[TrialKind]

/** A trial type whose kind is known only when the program runs; its schemas check what it is given. */
export type AnyTrialType = TrialType<TrialKind, unknown, unknown, unknown, object>

export const trialType = (kind: TrialKind): AnyTrialType => trialTypes[kind]

function valueSchema({ type, values, missing }: DataField): z.ZodType {
  const schemas = {
    text: z.string(),
    integer: z.number().int(),
    number: z.number(),
    boolean: z.boolean(),
    category: z.enum(values ?? []),
  } as const satisfies Record<DataField['type'], z.ZodType>
  return missing === undefined ? schemas[type] : schemas[type].nullable()
}

/** What the data of a row of this kind must look like: exactly the declared fields. */
export function dataSchema(kind: TrialKind): z.ZodType<Readonly<Record<string, unknown>>> {
  const fields: Readonly<Record<string, DataField>> = { ...trialTypes[kind].fields }
  return z.strictObject(Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, valueSchema(f)])))
}
