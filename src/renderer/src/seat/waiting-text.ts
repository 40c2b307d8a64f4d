import type { OutboxStatus } from '../bridge/outbox'
import type { SeatLine } from './seat-line.svelte'
import type { Words } from './words'

/** What a person reads while an answer is on its way to the host. */
export function waitingText({ error, isKept }: OutboxStatus, words: Words): string {
  if (error === null) return words('screen.saving')
  const text = words(error.code === 'api/unreachable' ? 'screen.offline' : 'screen.refused')
  return isKept ? text : `${text} ${words('screen.unkept')}`
}

/** What a person reads while the host cannot take what was said; null while it can. */
export function troubleText(line: Pick<SeatLine, 'outbox' | 'isUndoWaiting'>, words: Words): string | null {
  if (line.isUndoWaiting) return words('screen.undoOffline')
  return line.outbox.error === null ? null : waitingText(line.outbox, words)
}
