import type { DatasetReport } from '../../shared/dataset-jobs'
import { StudioError } from '../../shared/errors'
import { windowsObjection } from './archive/entry-name'
import { classNames } from './class-names'
import { type FolderLayout, scansOf } from './folder-layout'
import type { SkippedFile } from './image-set'
import { classFolders, type Labelled, requireEveryClass, requireTwoOfEach } from './require-classes'
import type { FolderScan, FoundFile } from './scan-class-folders'

/** What is known of an image file that can be read. */
export interface InspectedImage extends Labelled {
  /** Index of its part in the layout; its label is the index of its class folder there. */
  readonly part: number
  readonly sha256: string
  readonly format: string
  readonly colour: string
  readonly widthPx: number
  readonly heightPx: number
  readonly isTransparent: boolean
  readonly isTurned: boolean
}

type Description = Omit<DatasetReport, 'layout' | 'skipped' | 'notPortable' | 'problems'>

/** Counts and sizes of the images in each part and class and in all, and which of them are the same. */
export function describeImages(scans: readonly FolderScan[], images: readonly InspectedImage[]): Description {
  const parts = scans.map(({ name, classes }, part) => {
    const shown = classNames(classes.map((each) => each.name))
    const counted = classes.map(({ name: folder }, label) => {
      const members = images.filter((image) => image.part === part && image.label === label)
      return { folder, name: shown[label]!, images: members.length, bytes: totalBytes(members) }
    })
    return { name, classes: counted }
  })
  return {
    parts,
    images: images.length,
    bytes: totalBytes(images),
    widthPx: rangeOf(images.map(({ widthPx }) => widthPx)),
    heightPx: rangeOf(images.map(({ heightPx }) => heightPx)),
    formats: countBy(images, ({ format }) => format),
    colours: countBy(images, ({ colour }) => colour),
    transparent: images.filter(({ isTransparent }) => isTransparent).length,
    turned: images.filter(({ isTurned }) => isTurned).length,
    ...duplicatesOf(images),
  }
}

/** Files whose folders or own names not every system can store. */
export function notPortable(files: readonly FoundFile[]): SkippedFile[] {
  return files.flatMap(({ name }) => {
    const reason = name
      .split('/')
      .map(windowsObjection)
      .find((objection) => objection !== undefined)
    return reason === undefined ? [] : [{ path: name, reason }]
  })
}

/** What a user would be told who trained on it, in the same words; nothing where training can begin. */
export function problemsOf(
  folder: string,
  layout: FolderLayout,
  {
    images,
    skipped,
  }: { readonly images: readonly InspectedImage[]; readonly skipped: readonly SkippedFile[] },
): string[] {
  const scans = scansOf(layout)
  try {
    const folders = classFolders(folder, scans)
    scans.forEach((_, part) => {
      const members = images.filter((image) => image.part === part)
      requireEveryClass(folder, folders, members, skipped)
      if (layout.kind === 'single') requireTwoOfEach(members)
    })
    return []
  } catch (thrown) {
    if (!(thrown instanceof StudioError)) throw thrown
    return [thrown.message]
  }
}

/** Groups of images of the same content, and how many of them contradict each other about part or class. */
function duplicatesOf(images: readonly InspectedImage[]): Pick<Description, 'duplicates' | 'conflicting'> {
  const groups = [...Map.groupBy(images, ({ sha256 }) => sha256).values()].filter((group) => group.length > 1)
  const isConflicting = (group: readonly InspectedImage[]): boolean =>
    group.some(({ part, label }) => part !== group[0]!.part || label !== group[0]!.label)
  return {
    duplicates: groups.map((group) => group.map(({ file }) => file.name).sort()).sort(),
    conflicting: groups.filter(isConflicting).length,
  }
}

function totalBytes(images: readonly InspectedImage[]): number {
  return images.reduce((sum, { file }) => sum + file.sizeBytes, 0)
}

function rangeOf(values: readonly number[]): DatasetReport['widthPx'] {
  if (values.length === 0) return null
  const sorted = values.toSorted((left, right) => left - right)
  return { smallest: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, largest: sorted.at(-1)! }
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts = [...Map.groupBy(items, key)].map(([name, members]) => [name, members.length] as const)
  return Object.fromEntries(counts.sort((left, right) => right[1] - left[1]))
}
