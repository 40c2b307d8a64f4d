import { tick } from 'svelte'

/** Of the heading of a file's problems. */
export const problemsId = 'file-problems'

/** As `3 problems`. */
export function problemsWord(count: number): string {
  return count === 1 ? '1 problem' : `${new Intl.NumberFormat('en').format(count)} problems`
}

/** Brings a file's problems into view, and the focus to them; does nothing where it has none. */
export async function showProblems(): Promise<void> {
  await tick()
  const heading = document.getElementById(problemsId)
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}
