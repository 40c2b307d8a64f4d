/**
 * Calls `work` with 0 to count - 1, at most `limit` calls at a time, and waits for all. The first failure stops
 * further calls and is thrown once the running ones have ended.
 */
export async function forEachConcurrent(
  count: number,
  limit: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  let failed = false
  const worker = async (): Promise<void> => {
    while (next < count && !failed) {
      try {
        await work(next++)
      } catch (thrown) {
        failed = true
        throw thrown
      }
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: Math.min(limit, count) }, worker))
  const failure = workers.find((outcome) => outcome.status === 'rejected')
  if (failure) throw failure.reason
}
