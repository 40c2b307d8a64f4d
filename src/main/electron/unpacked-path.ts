/**
 * Where a file really lies. In an installed app the compute process and what it imports lie beside the archive
 * (electron-builder.yml): a utility process cannot be relied on to start from inside it (electron/electron#41396),
 * and native libraries cannot be loaded from there.
 */
export function unpackedPath(path: string): string {
  return path.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked')
}
