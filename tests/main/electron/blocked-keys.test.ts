import { expect, test } from 'vitest'
import { isBlockedKey } from '../../../src/main/electron/blocked-keys'

const press = (text: string) => {
  const keys = text.split('+')
  const has = (name: string) => keys.slice(0, -1).includes(name)
  return { key: keys.at(-1)!, control: has('Control'), meta: has('Meta'), alt: has('Alt') }
}

test.each([
  'Control+r',
  'Control+=',
  'Control+-',
  'Control+0',
  'Control+p',
  'Control+w',
  'Control+Shift+i',
  'Meta+q',
  'Meta+Tab',
  'Alt+ArrowLeft',
  'Alt+F4',
  'F5',
  'F11',
  'F12',
  'BrowserBack',
  'PrintScreen',
])('%s does not reach the page', (keys) => {
  expect(isBlockedKey(press(keys))).toBe(true)
})

test.each([
  '1',
  '0',
  'ArrowLeft',
  'ArrowUp',
  'Enter',
  ' ',
  'Escape',
  'Tab',
  'Backspace',
  'ä',
  'Dead',
  'Control',
  'Alt',
  'AltGraph',
  'Control+Alt+@', // AltGr, as Windows reports it
  'Alt+ø', // Option, as macOS types it
])('%s does: answers and texts are typed with it', (keys) => {
  expect(isBlockedKey(press(keys))).toBe(false)
})
