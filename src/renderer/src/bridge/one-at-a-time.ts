/**
 * Lets work that brings something up to date run once at a time, so that an older answer never replaces a newer one.
 * Asked again while it runs, it runs once more afterwards, for all who asked meanwhile.
 * @returns asks for it; resolves or rejects with a run that began after the asking
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    next = null
    running = work().finally(() => {
      if (next === null) running = null
    })
    return running
  }
  return () => {
    if (running === null) return start()
    next ??= running.then(start, start)
    return next
  }
}
