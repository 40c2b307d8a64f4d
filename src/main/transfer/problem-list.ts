import { countText } from '../../shared/count-text'
import { StudioError } from '../../shared/errors'
import type { ImportProblem } from '../../shared/rating-import'

/** Enough to see what is wrong; a file of a million bad lines must not fill memory with messages. */
const kept = 1000
const shown = 20

/** All that is wrong with a file, so that a person can mend it in one go. */
export class ProblemList {
  readonly problems: ImportProblem[] = []
  private found = 0

  /** `line` is null for the file as a whole. */
  add(line: number | null, column: string | null, message: string): void {
    this.found++
    if (this.problems.length >= kept) return
    this.problems.push({ line, column: column === null ? null : shortText(column), message })
  }

  get count(): number {
    return this.found
  }

  /** @throws StudioError `import/refused` with the first problems, where there are any */
  refuse(fileName: string): void {
    if (this.found === 0) return
    const lines = this.problems.slice(0, shown).map(({ line, column, message }) => {
      const where = [line === null ? null : `line ${line}`, column === null ? null : `column '${column}'`]
      const place = where.filter((part) => part !== null).join(', ')
      return place === '' ? message : `${place}: ${message}`
    })
    const more = this.found > shown ? `\n... and ${this.found - shown} more.` : ''
    const count = countText(this.found, 'problem')
    throw new StudioError(
      'import/refused',
      `${fileName} was not imported, and nothing of it was kept. ${count}:\n${lines.join('\n')}${more}`,
    )
  }
}

/** A value as it may stand in a message: short, on one line, in quotation marks. */
export function quoted(value: string): string {
  return `'${shortText(value)}'`
}

/** Control characters in hostile files could rewrite a terminal's line. */
function shortText(value: string): string {
  const plain = value.replace(/\p{Cc}/gu, ' ')
  return plain.length > 60 ? `${plain.slice(0, 57)}...` : plain
}

const listed = 20

/** Values as they may stand in a message: the first of them. */
export function quotedList(values: readonly string[]): string {
  const more = values.length > listed ? ` and ${values.length - listed} more` : ''
  return values.slice(0, listed).map(quoted).join(', ') + more
}
