// Functions that run in the page: Playwright sends them there as text, so each stands alone.

/** Notes, in ms since 1970, when keys began and when the host's acknowledgements of answers arrived. */
export function recordTimes() {
  const absolute = (pageMs) => performance.timeOrigin + pageMs
  window.recordedKeys = []
  window.recordedHandled = []
  window.recordedAcknowledged = []
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      window.recordedKeys.push(absolute(timeStamp))
      window.recordedHandled.push(absolute(performance.now()))
    },
    true,
  )
  const { fetch } = window
  window.fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (init?.body?.includes('"seat.answer"')) window.recordedAcknowledged.push(absolute(performance.now()))
    return response
  }
}

/** Keeps the main thread busy for 50 ms in every second, from now on. */
export function beBusy() {
  setInterval(() => {
    const until = performance.now() + 50
    while (performance.now() < until);
  }, 1000)
}

export function absoluteNow() {
  return performance.timeOrigin + performance.now()
}
