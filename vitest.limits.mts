/** Of tests, hooks and polls: for what hangs. A machine ten times slower than ours keeps them. */
export const limits = {
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000 } },
}
