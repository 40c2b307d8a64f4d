import { languageTags } from '../../../shared/languages/languages'
import type { DraftContent } from './protocol-draft.svelte'

/** The first line of a text without its marks, in the first language that has it; its key where none has. */
export function firstLine(texts: DraftContent['texts'], key: string): string {
  for (const tag of languageTags) {
    const line = (texts[tag]?.[key] ?? '').split('\n').find((each) => each.trim() !== '')
    if (line !== undefined) return line.replace(/^#+\s*|\*\*/g, '')
  }
  return `Not written yet (${key})`
}
