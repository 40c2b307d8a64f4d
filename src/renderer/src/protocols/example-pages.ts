import type { BlockOf } from '../../../shared/protocol-timeline'
import type { DraftContent } from './protocol-draft.svelte'

/** A block of instructions in the editor. */
export type InstructionsDraft = Extract<DraftContent['timeline'][number], BlockOf<'instructions'>>

/** Whether a page shows an example below its text. */
export const hasExample = ({ examplePages = [] }: InstructionsDraft, page: string): boolean =>
  examplePages.includes(page)

/** Switches the example of a page on or off. A block without any has no field for them, as older protocols. */
export function setExample(block: InstructionsDraft, page: string, isShown: boolean): void {
  const shown = block.pages.filter((each) => (each === page ? isShown : hasExample(block, each)))
  if (shown.length > 0) block.examplePages = shown
  else delete block.examplePages
}

/** Takes a page out, with its example. */
export function removePage(block: InstructionsDraft, page: string): void {
  setExample(block, page, false)
  block.pages = block.pages.filter((each) => each !== page)
}
