import { countText } from '../../../shared/count-text'

/** What a schema says of a field, in the words of somebody who types into it; other messages stay as they are. */
export function plainProblem(message: string): string {
  if (message.includes('expected int, received number')) return 'Type a whole number.'
  if (/expected (int|number), received/.test(message)) return 'Type a number.'
  const bound = /^Too (small|big): expected (number|int|string|array) to (?:be|have) ([<>]=?)(-?[\d.]+)/.exec(
    message,
  )
  if (bound === null) return message
  const [, , what, sign, limit] = bound
  if (what === 'string')
    return sign === '>=' ? 'Write something here.' : `Use at most ${countText(Number(limit), 'character')}.`
  if (what === 'array') return sign === '>=' ? `Choose at least ${limit}.` : `Choose at most ${limit}.`
  const words = { '>': 'more than', '>=': 'at least', '<': 'less than', '<=': 'at most' } as const
  return `Must be ${words[sign as keyof typeof words]} ${limit}.`
}
