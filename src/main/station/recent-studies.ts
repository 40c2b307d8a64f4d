import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { recentStudySchema, type RecentStudy } from '../../shared/study-procedures'
import { studyPaths } from '../store/study-paths'
import { writeSettings } from './write-settings'

const entrySchema = recentStudySchema.omit({ isThere: true })
type Entry = Readonly<z.infer<typeof entrySchema>>
const fileSchema = z.object({ format: z.literal('sweetspot-recent-1'), studies: z.array(entrySchema) })
type RecentFile = z.infer<typeof fileSchema>

/** How many are remembered. */
export const recentLimit = 12

/** The studies that were open here, remembered in a file of the user's own. */
export class RecentStudies {
  readonly #file: string | null
  #entries: readonly Entry[]

  /** @param settingsFolder absolute, made when it is missing; null remembers as long as the program runs */
  constructor(settingsFolder: string | null) {
    this.#file = settingsFolder === null ? null : join(settingsFolder, 'recent-studies.json')
    this.#entries = this.#file === null ? [] : readEntries(this.#file)
  }

  /** The last one first. */
  list(): RecentStudy[] {
    return this.#entries.map((entry) => ({
      ...entry,
      isThere: existsSync(studyPaths(entry.folder).database),
    }))
  }

  /** Puts a study that was opened to the front. */
  add(entry: Entry): void {
    const others = this.#entries.filter(({ folder }) => folder !== entry.folder)
    this.#keep([entry, ...others].slice(0, recentLimit))
  }

  remove(folder: string): void {
    this.#keep(this.#entries.filter((entry) => entry.folder !== folder))
  }

  #keep(entries: readonly Entry[]): void {
    this.#entries = entries
    if (this.#file === null) return
    try {
      const content: RecentFile = { format: 'sweetspot-recent-1', studies: [...entries] }
      writeSettings(this.#file, content)
    } catch {
      // A list that cannot be kept is no reason not to open a study.
    }
  }
}

/** A file that is missing or damaged holds nothing that could not be opened by its folder. */
function readEntries(file: string): readonly Entry[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).studies
  } catch {
    return []
  }
}
