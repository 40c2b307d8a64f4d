import { expect, test } from 'vitest'
import { RateLimiter } from '../../../../src/main/station/http/rate-limiter'

function limiter(perSecond: number, burst: number) {
  let nowMs = 1000
  const wait = (ms: number) => (nowMs += ms)
  return { limits: new RateLimiter({ perSecond, burst }, () => nowMs), wait }
}

test('allows a burst, then the rate', () => {
  const { limits, wait } = limiter(2, 3)
  for (let count = 0; count < 3; count++) limits.take('a')
  expect(() => limits.take('a')).toThrow('Wait 1 s')
  wait(500) // half a second at 2 a second is one more
  limits.take('a')
  expect(limits.mayTake('a')).toBe(false)
})

test('counts each sender for itself', () => {
  const { limits } = limiter(1, 1)
  limits.take('a')
  expect(limits.mayTake('b')).toBe(true)
})

test('a pause fills the burst and no more', () => {
  const { limits, wait } = limiter(1, 2)
  limits.take('a')
  wait(3_600_000)
  limits.take('a')
  limits.take('a')
  expect(limits.mayTake('a')).toBe(false)
})

test('many senders do not make it forget one that was refused', () => {
  const { limits } = limiter(1, 1)
  limits.take('refused')
  for (let sender = 0; sender < 10_000; sender++) limits.take(`sender ${sender}`)
  expect(limits.mayTake('refused')).toBe(false)
})
