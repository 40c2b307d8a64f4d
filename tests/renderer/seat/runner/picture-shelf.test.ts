import { afterEach, expect, test, vi } from 'vitest'
import { PictureShelf } from '../../../../src/renderer/src/seat/runner/picture-shelf'

afterEach(() => vi.useRealTimers())

test('loads what is wanted once, soonest first, and says when it is there', async () => {
  const asked: string[] = []
  const shelf = new PictureShelf((token) => {
    asked.push(token)
    return Promise.resolve(token)
  })
  shelf.want(['a', 'b'])
  expect(shelf.isReady(['a'])).toBe(false)
  await shelf.whenReady(['a', 'b'])
  expect(shelf.isReady(['a', 'b'])).toBe(true)
  shelf.want(['b', 'c'])
  await shelf.whenReady(['b', 'c'])
  expect(asked).toEqual(['a', 'b', 'c'])
})

test('gives up what is not wanted any more', async () => {
  const shelf = new PictureShelf((token) => Promise.resolve(token))
  shelf.want(['a'])
  await shelf.whenReady(['a'])
  shelf.want(['b'])
  expect(shelf.isReady(['a'])).toBe(false)
})

test('asks again for what did not come, until it comes or nobody wants it', async () => {
  vi.useFakeTimers()
  let isOnline = false
  let askedCount = 0
  const shelf = new PictureShelf(() => {
    askedCount += 1
    return isOnline ? Promise.resolve() : Promise.reject(new Error('no network'))
  })
  shelf.want(['a'])
  const ready = shelf.whenReady(['a'])
  await vi.advanceTimersByTimeAsync(2500)
  expect([askedCount, shelf.isReady(['a'])]).toEqual([3, false])
  isOnline = true
  await vi.advanceTimersByTimeAsync(1000)
  await ready
  expect(shelf.isReady(['a'])).toBe(true)

  isOnline = false
  shelf.want(['b'])
  await vi.advanceTimersByTimeAsync(1500)
  shelf.want([])
  await vi.advanceTimersByTimeAsync(5000)
  expect(askedCount).toBe(6) // 4 for a; b at once and after 1 s
})
