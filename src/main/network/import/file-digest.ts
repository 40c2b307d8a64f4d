import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * SHA-256 of the file that a network was imported from, in hexadecimal. For a tfjs model, whose weights lie beside its
 * `model.json`, of all files of the folder in the order of their names.
 */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of await filesOf(path)) {
    await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk)
    })
  }
  return hash.digest('hex')
}

async function filesOf(path: string): Promise<readonly string[]> {
  const isFolder = (await stat(path)).isDirectory()
  if (!isFolder && !path.endsWith('.json')) return [path]
  const folder = isFolder ? path : dirname(path)
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
    .sort()
}
