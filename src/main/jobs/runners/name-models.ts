import { basename, extname } from 'node:path'

/** A model to explain, with the name of its folder of maps. */
export interface NamedModel {
  /** The file's name without its ending, with a number where two are alike. */
  readonly name: string
  readonly file: string
  /** The file as the index shows it: no more than its name, since the folder may be sent elsewhere. */
  readonly shownFile: string
}

/** Gives every model a name of its own. */
export function nameModels(files: readonly string[]): readonly NamedModel[] {
  const taken = new Set<string>(['images'])
  return files.map((file) => {
    const base = fileSafe(basename(file, extname(file)))
    let name = base
    for (let number = 2; taken.has(name); number++) name = `${base}-${number}`
    taken.add(name)
    return { name, file, shownFile: basename(file) }
  })
}

/** A text as a file name on every system: anything but letters, digits, dots and dashes becomes a dash. */
export function fileSafe(text: string): string {
  return text.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '') || 'unnamed'
}
