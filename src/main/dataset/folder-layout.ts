import { countText } from '../../shared/count-text'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StudioError } from '../../shared/errors'
import { findLooseImages, type FolderScan, ignoredNames, scanClassFolders } from './scan-class-folders'

/**
 * How a data set's folder is laid out: one folder of classes that is still to be divided; training images and
 * held-out ones that are to be divided into test and validation; or all three parts apart.
 */
export type FolderLayout =
  | { readonly kind: 'single'; readonly all: FolderScan }
  | { readonly kind: 'train-val'; readonly train: FolderScan; readonly heldOut: FolderScan }
  | {
      readonly kind: 'train-val-test'
      readonly train: FolderScan
      readonly validation: FolderScan
      readonly test: FolderScan
    }

const expectedLayout =
  "A data set is a folder with one subfolder per class (such as 'dog/photo1.jpg'), or with 'train' and 'val' " +
  'folders that hold the class folders.'

const partNames = {
  train: ['train', 'training'],
  validation: ['val', 'validation', 'valid'],
  test: ['test', 'testing'],
} as const

/**
 * Recognises `train` with `val` (also `validation`, `valid`) and `test`, in any case; a folder with `train` and
 * `test` alone counts as `train` with `val`, for its test images are then divided. A folder around it all, as
 * archives have it, is passed by.
 *
 * @throws StudioError `dataset/not-found`, `dataset/bad-layout`
 */
export async function readFolderLayout(outer: string): Promise<FolderLayout> {
  const folder = await contentFolder(outer)
  const names = await subfolders(folder)
  const find = (part: keyof typeof partNames): string | undefined =>
    names.find((name) => isPart(name, partNames[part]))
  const [train, validation, test] = [find('train'), find('validation'), find('test')]
  const scan = (name: string): Promise<FolderScan> => scanClassFolders(join(folder, name), `${name}/`)
  const scanTrain = async (name: string): Promise<FolderScan> => {
    const found = await scan(name)
    return { ...found, skipped: [...(await findLooseImages(folder)), ...found.skipped] }
  }
  if (train && validation && test) {
    const parts = await Promise.all([scanTrain(train), scan(validation), scan(test)])
    return { kind: 'train-val-test', train: parts[0], validation: parts[1], test: parts[2] }
  }
  const heldOut = validation ?? test
  if (train && heldOut) {
    const parts = await Promise.all([scanTrain(train), scan(heldOut)])
    return { kind: 'train-val', train: parts[0], heldOut: parts[1] }
  }
  if (train ?? heldOut) {
    throw new StudioError(
      'dataset/bad-layout',
      `'${folder}' has a '${train ?? heldOut}' folder but no '${train ? 'val' : 'train'}' folder beside it. Add ` +
        `that, or choose the '${train ?? heldOut}' folder itself, which is then divided at random. ${expectedLayout}`,
    )
  }
  const all = await scanClassFolders(folder, '')
  if (all.classes.length === 0) {
    const found =
      all.looseFileCount === 0 ? 'is empty' : `holds ${countText(all.looseFileCount, 'file')} but no folders`
    throw new StudioError('dataset/bad-layout', `'${folder}' ${found}. ${expectedLayout}`)
  }
  return { kind: 'single', all }
}

/** The layout's folders of classes, one for each part that it has. */
export function scansOf(layout: FolderLayout): readonly FolderScan[] {
  switch (layout.kind) {
    case 'single':
      return [layout.all]
    case 'train-val':
      return [layout.train, layout.heldOut]
    case 'train-val-test':
      return [layout.train, layout.validation, layout.test]
  }
}

/**
 * The folder that holds the classes or parts: this one, or the only folder in it that has folders itself, as
 * `imagenette2-160` in Imagenette's archives.
 *
 * @throws StudioError `dataset/not-found`
 */
export async function contentFolder(folder: string): Promise<string> {
  const names = await subfolders(folder)
  const only = names.length === 1 ? names[0]! : undefined
  if (only === undefined || isPart(only, Object.values(partNames).flat())) return folder
  const inner = join(folder, only)
  return (await subfolders(inner)).length > 0 ? contentFolder(inner) : folder
}

function isPart(name: string, part: readonly string[]): boolean {
  return part.includes(name.toLowerCase())
}

async function subfolders(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder)
    const kinds = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)))
    return names.filter((name, index) => kinds[index]?.isDirectory() && !ignoredNames.test(name))
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
    throw new StudioError('dataset/not-found', whyNoFolder(folder, code), { cause: thrown })
  }
}

function whyNoFolder(folder: string, code: unknown): string {
  switch (code) {
    case 'ENOENT':
      return `There is no folder '${folder}'. Check the path, or use 'emojinette', the built-in sample.`
    case 'ENOTDIR':
      return `'${folder}' is a file, not a folder. ${expectedLayout}`
    case 'EACCES':
    case 'EPERM':
      return `The folder '${folder}' may not be read by this user. Ask its owner for permission to read it.`
    default:
      return `The folder '${folder}' cannot be read (${String(code)}).`
  }
}
