import { z } from 'zod'
import { answerKey } from './answer-keys'
import { drawResponseMs } from './simulated-rater'
import { choiceAnswerSchema, requiredChoice, shownTextSchema } from './trial-parts'
import type { Choice, TrialType } from './trial-type'

export const consentShownSchema = z.strictObject({
  body: shownTextSchema,
  agreeLabel: shownTextSchema,
  declineLabel: shownTextSchema,
})
export type ConsentShown = z.infer<typeof consentShownSchema>

export const consentHiddenSchema = z.strictObject({
  /** Key of the declaration among the protocol's texts. */
  text: z.string().min(1),
})
export type ConsentHidden = z.infer<typeof consentHiddenSchema>

export type ConsentData = { readonly text: string; readonly hasAgreed: boolean }

const choices = ({ agreeLabel, declineLabel }: ConsentShown): readonly Choice[] => [
  { id: 'agree', label: agreeLabel, ...answerKey(0) },
  { id: 'decline', label: declineLabel, ...answerKey(1) },
]

/** The declaration before a session; without agreement the session ends. */
export const consentTrial: TrialType<'consent', ConsentShown, ConsentHidden, string | null, ConsentData> = {
  kind: 'consent',
  label: 'Consent',
  description: 'The declaration before the session; who does not agree goes no further.',
  shown: consentShownSchema,
  hidden: consentHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    text: { type: 'text', unit: null, description: "Key of the declaration among the protocol's texts." },
    hasAgreed: { type: 'boolean', unit: null, description: 'Whether the person agreed to take part.' },
  },
  choices,
  record: (answer, { shown, hidden: { text } }) => ({
    text,
    hasAgreed: requiredChoice(answer, choices(shown)) === 'agree',
  }),
  passed: ({ hasAgreed }) => hasAgreed,
  simulate: (_trial, rater, uniform) => ({
    answer: 'agree',
    responseMs: drawResponseMs(rater, 'looks', uniform),
  }),
}
