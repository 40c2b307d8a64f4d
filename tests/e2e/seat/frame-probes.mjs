// Functions that run in the page: Playwright sends them there as text, so each stands alone.

/** Notes in every frame whether the pictures on the screen are whole, where they are and which the first one is. */
export function recordFrames() {
  window.recordedFrames = []
  const record = () => {
    const inPage = [...document.querySelectorAll('main img')]
    const pictures = inPage.filter((picture) => picture.checkVisibility({ visibilityProperty: true }))
    const places = pictures.map((picture) => {
      const { x, y, width, height } = picture.getBoundingClientRect()
      return [x, y, width, height].join(' ')
    })
    window.recordedFrames.push({
      isWhole:
        pictures.length === 3 && pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
      place: places.join(', '),
      address: pictures[0]?.src ?? '',
    })
    requestAnimationFrame(record)
  }
  requestAnimationFrame(record)
}

/** Notes every shift of the layout from now on. */
export function recordShifts() {
  window.recordedShifts = []
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      window.recordedShifts.push([value, sources.map(({ node }) => node?.nodeName ?? '')])
    }
  }).observe({ type: 'layout-shift' })
}

/** Counts the frames from now on in which the screen says nothing. */
export function countEmptyFrames() {
  window.emptyFrames = 0
  window.countedFrames = 0
  const count = () => {
    window.countedFrames += 1
    if (document.querySelector('main')?.innerText.trim() === '') window.emptyFrames += 1
    requestAnimationFrame(count)
  }
  requestAnimationFrame(count)
}

/** How far the screen could be scrolled, across and down. */
export function scrolledPx() {
  const boxes = [document.documentElement, document.querySelector('main')]
  return [
    Math.max(...boxes.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)),
    Math.max(...boxes.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)),
  ]
}

/** Whether the mouse is over each of some buttons, and in which colour each is drawn. */
export function surfacesOf(buttons) {
  return buttons.map((button) => ({
    isHovered: button.matches(':hover'),
    colour: getComputedStyle(button).backgroundColor,
  }))
}
