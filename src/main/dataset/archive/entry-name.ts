/**
 * What to do with an entry's name: take it under a safe relative path with `/` (empty for the archive's own root),
 * leave the entry out, or refuse the whole archive, because no honest program packs such a name.
 */
export type NameVerdict =
  | { readonly kind: 'take'; readonly path: string }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string }

/** Longest that every system in use can store, in UTF-8 bytes. */
const maximumNameBytes = 255
const maximumDepth = 32

/** Names that no program can give to a file on Windows, with or without an ending. */
const windowsDevices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i
const controlCharacters = /[\0-\x1f\x7f]/

/** @param ignored matches the parts of paths that do not count, as `.DS_Store` */
export function judgeName(
  name: string,
  { ignored, platform }: { readonly ignored: RegExp; readonly platform: NodeJS.Platform },
): NameVerdict {
  const slashed = name.replaceAll('\\', '/')
  if (slashed.startsWith('/') || /^[a-z]:/i.test(slashed)) return refuse('an absolute path')
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) return refuse("a path with '..', which leads out of the folder")
  if (parts.length > maximumDepth) return refuse(`a path of more than ${maximumDepth} folders`)
  if (parts.some((part) => ignored.test(part))) return { kind: 'ignore' }
  if (controlCharacters.test(slashed)) return skip('Its name has control characters.')
  if (slashed.includes('\ufffd')) return skip('Its name is not in UTF-8.')
  if (parts.some((part) => Buffer.byteLength(part) > maximumNameBytes)) {
    return skip(`Its name is longer than ${maximumNameBytes} bytes.`)
  }
  const forbidden = platform === 'win32' && parts.find((part) => windowsObjection(part))
  if (forbidden) return skip(windowsObjection(forbidden)!)
  return { kind: 'take', path: parts.join('/') }
}

/** Why Windows cannot store a file or folder of this name; undefined where it can. */
export function windowsObjection(name: string): string | undefined {
  const character = /[<>:"|?*]/.exec(name)?.[0]
  if (character) return `On Windows a name cannot have '${character}'.`
  if (/[. ]$/.test(name)) return 'On Windows a name cannot end in a dot or a blank.'
  if (windowsDevices.test(name)) return `On Windows the name '${name}' is kept for a device.`
  return undefined
}

function refuse(reason: string): NameVerdict {
  return { kind: 'refuse', reason }
}

function skip(reason: string): NameVerdict {
  return { kind: 'skip', reason }
}
