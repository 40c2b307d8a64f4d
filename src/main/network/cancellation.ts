import { setImmediate } from 'node:timers/promises'
import { StudioError } from '../../shared/errors'

/**
 * Lets waiting messages in, then stops if one of them was a cancellation. To be called between compute steps: each
 * blocks the event loop, so that without a pause no message would ever arrive.
 * @throws StudioError `job/cancelled`
 */
export async function pauseForCancellation(signal: AbortSignal | undefined, work: string): Promise<void> {
  await setImmediate()
  if (signal?.aborted) throw new StudioError('job/cancelled', `${work} was cancelled.`)
}
