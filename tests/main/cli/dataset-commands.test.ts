import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder, writeFiles } from '../dataset/temporary-folder'
import { bundleEntries, type Bundle } from '../jobs/bundle-entries'
import { runProgram } from './run-program'

let bundle: Bundle
beforeAll(async () => {
  bundle = await bundleEntries({
    cli: 'src/main/cli.ts',
    'compute-process': 'src/main/jobs/compute-process.ts',
  })
})
afterAll(() => bundle.remove())

describe('sweetspot dataset check', () => {
  it.each([
    [
      'two classes',
      { 'dog/1.png': 1, 'dog/2.png': 2, 'cat/1.png': 3, 'cat/2.png': 4 },
      0,
      'Layout: one folder',
    ],
    ['one class', { 'dog/1.png': 1, 'dog/2.png': 2 }, 1, 'Cannot be trained on: '],
    [
      'an image in no class',
      { 'dog/1.png': 1, 'dog/2.png': 2, 'cat/1.png': 3, 'cat/2.png': 4, 'loose.png': 5 },
      0,
      'Skipped 1 file:\n  loose.png: It lies in no class folder',
    ],
  ] as const)('of %s', async (_, files, exitCode, text) => {
    const cwd = temporaryFolder()
    await writeFiles(join(cwd, 'photos'), files)
    const finished = await runProgram(bundle.path('cli'), ['dataset', 'check', 'photos'], cwd)
    expect(finished).toMatchObject({ exitCode, stdout: expect.stringContaining(text) as string })
  })
})
