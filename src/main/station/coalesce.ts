/**
 * Runs `work` soon after it was asked for, and once for all that ask meanwhile.
 * @param delayMs from the first request
 * @returns asks for it; `stop` forgets what was asked for
 */
export function coalesce(
  work: () => void,
  delayMs: number,
): { readonly ask: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  return {
    ask: () => {
      timer ??= setTimeout(() => {
        timer = undefined
        work()
      }, delayMs)
    },
    stop: () => {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
