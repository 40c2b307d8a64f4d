import { countText } from '../../../shared/count-text'
import { tick } from 'svelte'
import type { StudyImportPreview } from '../../../shared/study-import'

/** Whether nobody has said yet what the columns hold, which is its only problem and no fault of the file. */
export function isUnmapped({ shape, columns, problemCount }: StudyImportPreview): boolean {
  return shape === null && columns.length > 0 && problemCount === 1
}

/** Of the heading of a file's problems. */
export const problemsId = 'file-problems'

/** As `3 problems`. */
export function problemsWord(count: number): string {
  return countText(count, 'problem')
}

/** Shows what came of reading a file: its problems, or where it has none what can be done now, which takes no focus. */
export async function showReading(next: () => HTMLElement | undefined): Promise<void> {
  await tick()
  if (!showProblems()) next()?.scrollIntoView({ block: 'nearest' })
}

/** Brings a file's problems into view, and the focus to them. @returns whether it has any */
export function showProblems(): boolean {
  const heading = document.getElementById(problemsId)
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
  return heading !== null
}
