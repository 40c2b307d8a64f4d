import type { Component } from 'svelte'
import type { RaterTrial } from '../../../../shared/session-views'
import BreakScreen from './BreakScreen.svelte'
import ClassifyScreen from './ClassifyScreen.svelte'
import ComprehensionScreen from './ComprehensionScreen.svelte'
import ConsentScreen from './ConsentScreen.svelte'
import InstructionScreen from './InstructionScreen.svelte'
import LikertScreen from './LikertScreen.svelte'
import PairScreen from './PairScreen.svelte'
import PracticeScreen from './PracticeScreen.svelte'
import QuestionnaireScreen from './QuestionnaireScreen.svelte'
import type { ScreenProps } from './screen-props'

type Kind = RaterTrial['kind']
type Screens = { readonly [K in Kind]: Component<ScreenProps<K>> }

/** The component of every kind of screen; a kind without one does not compile. */
const screens = {
  consent: ConsentScreen,
  questionnaire: QuestionnaireScreen,
  instruction: InstructionScreen,
  'comprehension-check': ComprehensionScreen,
  practice: PracticeScreen,
  pair: PairScreen,
  likert: LikertScreen,
  classify: ClassifyScreen,
  break: BreakScreen,
} as const satisfies Screens

export function screenOf<K extends Kind>(kind: K): Component<ScreenProps<K>> {
  const all: Screens = screens
  return all[kind]
}
