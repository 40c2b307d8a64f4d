import { countText } from '../../shared/count-text'
import { StudioError } from '../../shared/errors'
import type { SkippedFile } from './image-set'
import type { FolderScan, FoundFile } from './scan-class-folders'

/** An image file with the index of its class. */
export interface Labelled {
  readonly file: FoundFile
  readonly label: number
}

/**
 * The names of the class folders, in label order.
 * @throws StudioError `dataset/bad-layout` when the parts do not have the same two or more classes
 */
export function classFolders(folder: string, scans: readonly FolderScan[]): string[] {
  const [first, ...others] = scans.map((scan) => scan.classes.map(({ name }) => name))
  const names = first ?? []
  if (names.length < 2) {
    const found = names.length === 0 ? 'no class folder' : `only one class folder, '${names[0]}',`
    throw new StudioError(
      'dataset/bad-layout',
      `'${folder}' has ${found} for training; a network needs at least two classes. Add a subfolder for each class.`,
    )
  }
  for (const other of others) {
    const odd = [
      ...other.filter((name) => !names.includes(name)),
      ...names.filter((name) => !other.includes(name)),
    ]
    if (odd.length === 0) continue
    throw new StudioError(
      'dataset/bad-layout',
      `The parts of '${folder}' do not have the same class folders: ${list(odd)} is in one and not in the other. ` +
        'Give every part the same class folders.',
    )
  }
  return names
}

/** @throws StudioError `dataset/empty` naming the classes of a part that have no readable image */
export function requireEveryClass(
  folder: string,
  folders: readonly string[],
  part: readonly Labelled[],
  skipped: readonly SkippedFile[],
): void {
  const labels = new Set(part.map((entry) => entry.label))
  const empty = folders.filter((_, index) => !labels.has(index))
  if (empty.length === 0) return
  const why = skipped[0]
    ? ` ${countText(skipped.length, 'file was skipped', 'files were skipped')}, first '${skipped[0].path}': ${skipped[0].reason}`
    : ''
  throw new StudioError(
    'dataset/empty',
    `In '${folder}' there is no readable image for ${list(empty)}. Add images or remove the folder.${why}`,
  )
}

/** @throws StudioError `dataset/empty` when a class has a single image, which cannot be for training and for testing */
export function requireTwoOfEach(part: readonly Labelled[]): void {
  const byClass = Map.groupBy(part, (entry) => entry.label)
  const single = [...byClass.values()].find((members) => members.length < 2)
  if (!single) return
  throw new StudioError(
    'dataset/empty',
    `The class of '${single[0]!.file.name}' has one readable image; a class needs at least two, one for training ` +
      'and one for testing. Add images or remove the folder.',
  )
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `'${name}'`)
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ')
}
