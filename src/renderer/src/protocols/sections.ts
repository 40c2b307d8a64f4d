import type { Component } from 'svelte'
import AnsweringSection from './sections/AnsweringSection.svelte'
import GeneralSection from './sections/GeneralSection.svelte'
import MaterialSection from './sections/MaterialSection.svelte'
import RenderingSection from './sections/RenderingSection.svelte'
import SamplingSection from './sections/SamplingSection.svelte'
import TaskSection from './sections/TaskSection.svelte'
import TextsSection from './sections/TextsSection.svelte'
import TimelineSection from './sections/TimelineSection.svelte'
import type { SectionProps } from './section-props'

/** A page of the editor. */
export interface Section {
  readonly id: string
  readonly label: string
  /** Fields of the protocol that it shows, by how their paths begin. */
  readonly fields: readonly string[]
  readonly component: Component<SectionProps>
}

/** In the order in which a protocol is thought through. */
export const sections: readonly Section[] = [
  { id: 'general', label: 'Name', fields: ['name', 'description'], component: GeneralSection },
  { id: 'task', label: 'Task', fields: ['task'], component: TaskSection },
  { id: 'material', label: 'Models and classes', fields: ['models', 'classes'], component: MaterialSection },
  { id: 'rendering', label: 'Maps', fields: ['rendering'], component: RenderingSection },
  { id: 'sampling', label: 'Numbers', fields: ['sampling'], component: SamplingSection },
  { id: 'answering', label: 'Answering', fields: ['answering'], component: AnsweringSection },
  { id: 'timeline', label: 'Timeline', fields: ['timeline'], component: TimelineSection },
  { id: 'texts', label: 'Texts', fields: ['texts'], component: TextsSection },
]
