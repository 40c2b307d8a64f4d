/**
 * Keeps the keyboard's place in an area whose content changes: where the element that had the focus has gone with what
 * was shown before, the first one that is marked `data-takes-focus` gets it. Who was elsewhere is left there.
 * @param area what changes
 * @param shown reads what decides on its content
 */
export function handOnFocus(area: () => HTMLElement | undefined, shown: () => unknown): void {
  let hadFocus = false
  $effect.pre(() => {
    shown()
    hadFocus = area()?.contains(document.activeElement) ?? false
  })
  $effect(() => {
    shown()
    const now = area()
    if (!hadFocus || now === undefined || now.contains(document.activeElement)) return
    now.querySelector<HTMLElement>('[data-takes-focus]')?.focus()
  })
}
