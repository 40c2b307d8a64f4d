/**
 * The path of an imported image in its data set: its name in the file, with everything that a path may not hold written
 * as URLs write it.
 */
export function imagePathOf(name: string): string {
  return encodeURIComponent(name).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'))
}

/** The name in the file of an imported image. */
export function importedImageName(path: string): string {
  return decodeURIComponent(path)
}
