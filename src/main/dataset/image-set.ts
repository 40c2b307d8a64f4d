/**
 * Labelled square images, decoded on demand. Implemented by the class-per-folder reader and by the built-in
 * sample, so that training, evaluation and maps do not care where images come from.
 */
export interface ImageSet {
  /** Class names in label order. */
  readonly classes: readonly string[]
  /** Edge length of every image, in pixels. */
  readonly sizePx: number
  /** `[count]`, indices into `classes`. */
  readonly labels: Int32Array
  /** `[count]`, a stable name per image: its path relative to the data set, with `/`. */
  readonly names: readonly string[]
  /** What tells two versions of the data apart: stored with every artefact made from it. */
  readonly fingerprint: string
  /** RGB bytes `[indices.length, sizePx, sizePx, 3]`. Starts decoding at once; await it when it is needed. */
  load(indices: readonly number[]): Promise<Uint8Array>
  /** `[count]`, where each image lies; only where images are files. */
  readonly files?: readonly ImageFile[]
  /** `[sizePx, sizePx]`, 255 where the labelled object is and 0 elsewhere; only where the truth is known. */
  readonly objectMask?: (index: number) => Uint8Array
}

/** The file of an image, as it was when the data set was opened. */
export interface ImageFile {
  readonly path: string
  /** Of its content, in hex. */
  readonly sha256: string
  readonly sizeBytes: number
  readonly modifiedMs: number
}

/** The two or three parts of a data set that a study uses. */
export interface DataSplits {
  readonly train: ImageSet
  readonly validation: ImageSet
  readonly test: ImageSet
  /** Further test sets, by name: for the built-in sample, designs that training never saw. */
  readonly extraTests: Readonly<Record<string, ImageSet>>
  /** Files that could not be used, with the reason a person understands. */
  readonly skipped: readonly SkippedFile[]
}

export interface SkippedFile {
  readonly path: string
  readonly reason: string
}
