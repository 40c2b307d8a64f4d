/** One thing in an archive. */
export interface ArchiveEntry {
  /** As it stands in the archive: anything may be in it. */
  readonly name: string
  /** `link`: symbolic or hard; `special`: a device, a pipe or something unknown. */
  readonly kind: 'file' | 'folder' | 'link' | 'special'
  /** Of a file when unpacked, as the archive states it. */
  readonly sizeBytes: number
  /** The bytes of a file, once. They need not be asked for. */
  read(): AsyncIterable<Uint8Array>
}

/** An archive that is read once, from its start to its end. Errors are those of the library that reads it. */
export interface ArchiveReader {
  /** Bytes of all files when unpacked, where the archive states it in advance (zip); null otherwise. */
  readonly unpackedBytes: number | null
  entries(): AsyncIterable<ArchiveEntry>
  /** How many bytes of the archive's own size are behind. */
  doneBytes(): number
  close(): void
}
