import { z } from 'zod'

/** Changes to a protocol that are not in the study yet. */
const draftSchema = z.strictObject({
  /** The version that it changes; null for a new protocol. */
  protocolId: z.string().nullable(),
  /** What stands in the editor, sound or not. */
  content: z.record(z.string(), z.json()),
})
export type StoredDraft = z.infer<typeof draftSchema>

const shelfSchema = z.record(z.string(), draftSchema)

/** The part of the browser's storage that is used. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Keeps unsaved changes on this computer, by study: they are there again after a page is left, reloaded or closed, until
 * they are saved or thrown away.
 */
export class ProtocolDrafts {
  readonly #storage: TextStorage
  readonly #name: string

  constructor(storage: TextStorage, studyId: string) {
    this.#storage = storage
    this.#name = `sweetspot/protocol-drafts/${studyId}`
  }

  /** By key: the id of the version that is changed, or a name of its own for a new protocol. */
  all(): Readonly<Record<string, StoredDraft>> {
    const text = this.#storage.getItem(this.#name)
    if (text === null) return {}
    try {
      return shelfSchema.parse(JSON.parse(text))
    } catch {
      return {} // written by another version of the program, or by hand: nothing that an editor could show
    }
  }

  get(key: string): StoredDraft | undefined {
    return this.all()[key]
  }

  put(key: string, draft: StoredDraft): void {
    this.#write({ ...this.all(), [key]: draft })
  }

  remove(key: string): void {
    this.#write(Object.fromEntries(Object.entries(this.all()).filter(([each]) => each !== key)))
  }

  #write(drafts: Readonly<Record<string, StoredDraft>>): void {
    if (Object.keys(drafts).length === 0) this.#storage.removeItem(this.#name)
    else this.#storage.setItem(this.#name, JSON.stringify(drafts))
  }
}
