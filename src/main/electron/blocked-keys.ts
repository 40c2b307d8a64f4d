/** The part of Electron's `Input` that tells which keys are held. */
export interface KeyPress {
  /** As `KeyboardEvent.key`. */
  readonly key: string
  readonly control: boolean
  readonly meta: boolean
  readonly alt: boolean
}

/**
 * Whether a desk's window keeps a key press from its page and from Chromium: chords, function keys and browser keys,
 * which reload, zoom, print, search or go back. Answers need none of them. What types a character stays, as AltGr+Q
 * for @, which some systems report with Control.
 */
export function isBlockedKey({ key, control, meta, alt }: KeyPress): boolean {
  if (/^F\d+$|^(Browser|Launch|Media)/.test(key) || key === 'PrintScreen') return true
  const isCharacter = [...key].length === 1
  if (control && alt) return !isCharacter
  if (control || meta) return key !== 'Control' && key !== 'Meta'
  return alt && !isCharacter && key !== 'Alt' && key !== 'Dead'
}
