import type { OutboxStatus } from '../bridge/outbox'
import type { Words } from './words'

/** What a person reads while an answer is on its way to the host. */
export function waitingText({ error, isKept }: OutboxStatus, words: Words): string {
  if (error === null) return words('screen.saving')
  const text = words(error.code === 'api/unreachable' ? 'screen.offline' : 'screen.refused')
  return isKept ? text : `${text} ${words('screen.unkept')}`
}
