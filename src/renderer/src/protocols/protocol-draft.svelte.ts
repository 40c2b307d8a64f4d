import type { z } from 'zod'
import { languages, languageTags, type LanguageTag } from '../../../shared/languages/languages'
import { protocolContentSchema } from '../../../shared/protocol'
import { neededTexts } from '../../../shared/protocol-texts'
import { validateProtocol, type ProtocolProblem } from '../../../shared/protocol-validation'
import { plainProblem } from './plain-problem'
import type { ProtocolDrafts } from './protocol-drafts'

/** A protocol while it is written; its fields may hold anything that can be typed. */
export type DraftContent = z.infer<typeof protocolContentSchema>

export interface DraftOptions {
  readonly key: string
  /** Null for a new protocol. */
  readonly protocolId: string | null
  /** As the study has it; null for a new protocol. */
  readonly saved: DraftContent | null
  /** What stands in the editor at first. */
  readonly content: DraftContent
  readonly drafts: ProtocolDrafts
}

/** A protocol in the editor: what stands there, what is wrong with it, and whether the study has it. */
export class ProtocolDraft {
  readonly key: string
  readonly protocolId: string | null
  readonly #drafts: ProtocolDrafts
  #saved = $state.raw<string | null>(null)
  content = $state({} as DraftContent)
  readonly #text = $derived(JSON.stringify(this.content))
  readonly isChanged = $derived(this.#text !== this.#saved)
  readonly problems: readonly ProtocolProblem[] = $derived(
    validateProtocol(JSON.parse(this.#text)).map(({ field, message }) => ({
      field,
      message: plainProblem(message),
    })),
  )

  constructor({ key, protocolId, saved, content, drafts }: DraftOptions) {
    this.key = key
    this.protocolId = protocolId
    this.#drafts = drafts
    this.#saved = saved === null ? null : JSON.stringify(saved)
    this.content = content
  }

  /** What is wrong with a field, or with anything in it; undefined where nothing is. */
  problem(field: string): string | undefined {
    return this.problems.find((each) => each.field === field)?.message
  }

  /** How many problems there are in fields that begin so. */
  problemsIn(...starts: readonly string[]): number {
    return this.problems.filter(({ field }) =>
      starts.some((start) => field === start || field.startsWith(`${start}.`)),
    ).length
  }

  /** Puts in the shipped texts that what was chosen needs, and leaves those that are there. */
  fillTexts(): void {
    for (const tag of languageTags) {
      const texts = this.content.texts[tag]
      if (texts !== undefined) fillShipped(texts, tag, neededTexts(this.content))
    }
  }

  /** Keeps what is not saved on this computer. */
  keep(): void {
    if (this.isChanged) {
      const content = JSON.parse(JSON.stringify(this.content)) as Record<string, never>
      this.#drafts.put(this.key, { protocolId: this.protocolId, content })
    } else this.#drafts.remove(this.key)
  }

  /** The study has what stands here. */
  markSaved(): void {
    this.#saved = JSON.stringify(this.content)
    this.#drafts.remove(this.key)
  }

  /** Throws unsaved changes away. */
  discard(): void {
    if (this.#saved !== null) this.content = JSON.parse(this.#saved) as DraftContent
    this.#drafts.remove(this.key)
  }
}

function fillShipped(texts: Record<string, string>, tag: LanguageTag, keys: readonly string[]): void {
  const shipped: Readonly<Record<string, string>> = languages[tag].texts
  for (const key of keys)
    if (texts[key] === undefined && shipped[key] !== undefined) texts[key] = shipped[key]
}
