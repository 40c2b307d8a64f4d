import { expect, test } from 'vitest'
import { oneAtATime } from '../../../src/renderer/src/bridge/one-at-a-time'

/** Work whose runs end when a test says so. */
function heldWork() {
  const ends: ((error?: Error) => void)[] = []
  const ask = oneAtATime(
    () =>
      new Promise<void>((resolve, reject) =>
        ends.push((error) => (error === undefined ? resolve() : reject(error))),
      ),
  )
  return { ends, ask }
}

test('runs once more for all who ask while it runs, and then tells them', async () => {
  const { ends, ask } = heldWork()
  const told: string[] = []
  const first = ask().then(() => told.push('first'))
  const later = ['second', 'third'].map((name) => ask().then(() => told.push(name)))
  expect(ends).toHaveLength(1)
  ends[0]!()
  await first
  await expect.poll(() => ends.length).toBe(2)
  expect(told).toEqual(['first'])
  ends[1]!()
  await Promise.all(later)
  expect(told).toEqual(['first', 'second', 'third'])
  expect(ends).toHaveLength(2)
})

test('never runs twice at once, whenever it is asked', async () => {
  let runningCount = 0
  let runs = 0
  const ask = oneAtATime(async () => {
    runningCount += 1
    runs += 1
    expect(runningCount).toBe(1)
    await Promise.resolve()
    runningCount -= 1
  })
  const asked: Promise<void>[] = []
  for (let turn = 0; turn < 50; turn++) {
    asked.push(ask())
    await Promise.resolve()
  }
  await Promise.all(asked)
  expect(runs).toBeGreaterThan(2)
})

test('runs again after a run that failed, which tells only those who waited for it', async () => {
  const { ends, ask } = heldWork()
  const failing = ask()
  const waiting = ask()
  ends[0]!(new Error('away'))
  await expect(failing).rejects.toThrow('away')
  await expect.poll(() => ends.length).toBe(2)
  ends[1]!()
  await waiting
  void ask()
  expect(ends).toHaveLength(3)
})
