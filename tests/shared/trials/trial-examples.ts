import type { ClassifyHidden, ClassifyShown } from '../../../src/shared/trials/classify-trial'
import type { LikertHidden, LikertShown } from '../../../src/shared/trials/likert-trial'
import type { PairHidden, PairShown } from '../../../src/shared/trials/pair-trial'
import type { StimulusEvidence } from '../../../src/shared/trials/simulated-rater'
import type { Trial, TrialKind } from '../../../src/shared/trials/trial-type'
import type { HiddenOf, ShownOf } from '../../../src/shared/trials/trial-types'

const token = (letter: string): string => letter.repeat(22)

export const evidence = (energyInside: number | null, picture = 'picture'): StimulusEvidence => ({
  picture,
  energyInside,
  isModelCorrect: true,
})

const times = { minimumViewMs: 300, timeoutMs: null }

export const pairShown: PairShown = {
  question: 'Which?',
  predictedClass: 'Dog',
  left: token('a'),
  original: token('b'),
  right: token('c'),
  labels: { left: 'Algorithm 1', equal: 'Both', right: 'Algorithm 2' },
  ...times,
}
export const pairHidden: PairHidden = {
  leftModel: 'cpr-2',
  rightModel: 'cpr-32',
  leftEvidence: evidence(0.8, 'left'),
  rightEvidence: evidence(0.3, 'right'),
}

export const classifyShown: ClassifyShown = {
  question: 'What?',
  picture: token('a'),
  classes: ['fish', 'dog', 'church'].map((id) => ({ id, label: id })),
  unknownLabel: 'None',
  ...times,
}
export const classifyHidden: ClassifyHidden = {
  model: 'cpr-2',
  trueClass: 'dog',
  evidence: evidence(0.5),
}

export const likertShown: LikertShown = {
  question: 'How?',
  predictedClass: 'Dog',
  picture: token('a'),
  original: token('b'),
  labels: ['Not', '', '', '', 'Very'],
  ...times,
}
export const likertHidden: LikertHidden = { model: 'cpr-2', evidence: evidence(0.5) }

const feedback = { right: 'Right.', wrong: 'Wrong.', open: 'Fine.' }

/** Trials of every kind; a kind without one does not compile. */
export const trialExamples: {
  readonly [Kind in TrialKind]: readonly Trial<Kind, ShownOf<Kind>, HiddenOf<Kind>>[]
} = {
  consent: [
    {
      kind: 'consent',
      shown: { body: 'Text', agreeLabel: 'Yes', declineLabel: 'No' },
      hidden: { text: 'consent.body' },
    },
  ],
  questionnaire: [
    {
      kind: 'questionnaire',
      shown: {
        body: 'Text',
        questions: [
          {
            id: 'ageBand',
            label: 'Age',
            options: [
              { id: '18-24', label: '18 to 24' },
              { id: '65+', label: '65 or older' },
            ],
          },
          {
            id: 'country',
            label: 'Country',
            options: [
              { id: 'DE', label: 'Germany' },
              { id: 'FR', label: 'France' },
            ],
          },
        ],
        continueLabel: 'Continue',
      },
      hidden: {},
    },
  ],
  instruction: [
    {
      kind: 'instruction',
      shown: { body: 'Text', page: 1, pageCount: 2, example: null, continueLabel: 'Continue' },
      hidden: { text: 'instructions.welcome', repetition: 0 },
    },
    {
      kind: 'instruction',
      shown: {
        body: 'Text',
        page: 2,
        pageCount: 2,
        example: { original: token('c'), picture: token('a'), predictedClass: 'Dog' },
        continueLabel: 'Continue',
      },
      hidden: { text: 'instructions.heat-map', repetition: 0 },
    },
  ],
  'comprehension-check': [
    {
      kind: 'comprehension-check',
      shown: {
        question: 'What?',
        options: ['1', '2', '3'].map((id) => ({ id, label: `Answer ${id}` })),
      },
      hidden: { question: 'comprehension.map.question', expected: '2', attempt: 1 },
    },
  ],
  practice: [
    {
      kind: 'practice',
      shown: { task: { kind: 'classify', shown: classifyShown }, number: 1, rightAnswer: 'dog', feedback },
      hidden: { task: { kind: 'classify', hidden: classifyHidden } },
    },
    {
      kind: 'practice',
      shown: { task: { kind: 'likert', shown: likertShown }, number: 2, rightAnswer: null, feedback },
      hidden: { task: { kind: 'likert', hidden: likertHidden } },
    },
  ],
  pair: [
    { kind: 'pair', shown: pairShown, hidden: pairHidden },
    {
      kind: 'pair',
      shown: { ...pairShown, labels: { ...pairShown.labels, equal: null }, timeoutMs: 1500 },
      hidden: pairHidden,
    },
  ],
  likert: [
    { kind: 'likert', shown: likertShown, hidden: likertHidden },
    { kind: 'likert', shown: { ...likertShown, labels: ['Not', '', 'Very'] }, hidden: likertHidden },
  ],
  classify: [{ kind: 'classify', shown: classifyShown, hidden: classifyHidden }],
  'attention-check': [
    {
      kind: 'attention-check',
      shown: { task: { kind: 'pair', shown: pairShown } },
      hidden: { task: { kind: 'pair', hidden: pairHidden }, form: 'known-answer', expected: 'equal' },
    },
  ],
  break: [
    {
      kind: 'break',
      shown: { body: 'Text', countdownSeconds: 5, continueLabel: 'Continue', skipLabel: 'Skip' },
      hidden: {},
    },
    {
      kind: 'break',
      shown: { body: 'Text', countdownSeconds: 5, continueLabel: 'Continue', skipLabel: null },
      hidden: {},
    },
  ],
}
