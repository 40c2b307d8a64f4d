// Functions that run in the page: Playwright sends them there as text, so each stands alone.

/** A call by the page's own carrier, without anything that would check it here. */
export async function callBridge({ procedure, input }) {
  if (window.sweetspot !== undefined) return window.sweetspot.call(procedure, input)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('api/call', {
    method: 'POST',
    headers,
    body: JSON.stringify({ procedure, input }),
  })
  return response.json()
}

/** Many calls at once; their answers in the same order. */
export function callAll(calls) {
  return Promise.all(calls.map(({ procedure, input }) => window.sweetspot.call(procedure, input)))
}

/** Waits for an event that comes by the page's own carrier while `procedure` is called. */
export async function hearDuring({ event, procedure, input }) {
  let hear
  const heard = new Promise((resolve) => (hear = resolve))
  if (window.sweetspot === undefined) {
    const stream = new EventSource('api/events')
    stream.addEventListener(event, ({ data }) => hear(JSON.parse(data)))
    await new Promise((resolve) => (stream.onopen = resolve))
  } else {
    window.sweetspot.subscribe((name, payload) => name === event && hear(payload))
  }
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ procedure, input })
  void (window.sweetspot?.call(procedure, input) ?? fetch('api/call', { method: 'POST', headers, body }))
  return heard
}

/** Whether a picture of the given address appears, and its width in pixels; null where it does not. */
export async function widthOfPicture(url) {
  const image = new Image()
  image.src = url
  return image.decode().then(
    () => image.naturalWidth,
    () => null,
  )
}

export function describeWorld() {
  return {
    node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
    bridge: Object.keys(window.sweetspot ?? {}),
    isFrozen: Object.isFrozen(window.sweetspot),
  }
}

/** Tries what the content security policy forbids, and tells which of it was stopped. @param expected directives that should be violated */
export async function probePolicy(expected) {
  const violations = new Set()
  document.addEventListener('securitypolicyviolation', (event) => violations.add(event.effectiveDirective))
  const throws = (action) => {
    try {
      action()
      return false
    } catch {
      return true
    }
  }
  const image = new Image()
  image.src = 'http://127.0.0.1:9/pixel.png'
  const frame = document.createElement('iframe')
  frame.src = 'https://example.invalid/'
  const style = document.createElement('style')
  style.textContent = 'body { display: none }'
  document.body.append(image, frame, style)
  const isFetchStopped = await fetch('http://127.0.0.1:9/').then(
    () => false,
    () => true,
  )
  const isHtmlStopped = throws(() => (document.createElement('div').innerHTML = '<b>text</b>'))
  const isScriptStopped = throws(() => (document.createElement('script').text = '0'))
  // Reports come some time after what they tell of, a frame's last.
  const endMs = performance.now() + 30_000
  const areIn = () => expected.every((directive) => violations.has(directive))
  while (!areIn() && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 20))
  const isStyleStopped = getComputedStyle(document.body).display !== 'none'
  for (const element of [image, frame, style]) element.remove()
  return {
    isFetchStopped,
    isHtmlStopped,
    isScriptStopped,
    isStyleStopped,
    isWindowStopped: window.open('https://example.invalid/') === null,
    violations: [...violations].sort(),
  }
}

export async function leave(url) {
  const link = document.createElement('a')
  link.href = url
  link.click()
  await new Promise((resolve) => setTimeout(resolve, 200))
}

/** How far the widest content reaches beyond the box it scrolls in. */
export function overflowPx() {
  const boxes = [document.documentElement, ...document.querySelectorAll('main, main :not(.visually-hidden)')]
  return Math.max(...boxes.map((box) => (box.clientWidth > 0 ? box.scrollWidth - box.clientWidth : 0)))
}

export async function loadedFonts() {
  const faces = [...(await document.fonts.ready)]
  return faces.filter((face) => face.status === 'loaded').map((face) => face.family.replaceAll('"', ''))
}
