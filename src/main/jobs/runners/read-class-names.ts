import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import { builtInData } from '../../../shared/jobs'
import { classNames } from '../../dataset/class-names'
import { openEmojinette } from '../../dataset/emojinette/open-emojinette'
import { type FolderLayout, readFolderLayout } from '../../dataset/folder-layout'
import type { JobContext } from '../job-runner'
import { openDataFolder } from './open-data'

const listSchema = z.array(z.string().trim().min(1))

const archiveEnding = /\.(zip|tar|tgz|tar\.gz)$/i

/**
 * Class names in label order: of a data set's folder or archive as training will have them, of a file with one name a line or a
 * JSON list of texts, or of the built-in sample.
 * @throws StudioError `dataset/not-found`, `dataset/bad-layout`; `dataset/bad-request` for less than two names, or one
 *   that is there twice
 */
export async function readClassNames(path: string, context: JobContext): Promise<readonly string[]> {
  if (path === builtInData)
    return (await openEmojinette({ sizePx: 32, seed: 0, trainCount: 10 })).train.classes
  const found = await stat(path).catch((cause: unknown) => {
    throw new StudioError('dataset/not-found', `There is no file or folder ${path} with the classes.`, {
      cause,
    })
  })
  const names =
    found.isDirectory() || archiveEnding.test(path)
      ? classNames(foldersOf(await readFolderLayout((await openDataFolder(path, context)).folder)))
      : parseNames(await readFile(path, 'utf8'), path)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (names.length >= 2 && repeated === undefined) return names
  throw new StudioError(
    'dataset/bad-request',
    repeated === undefined
      ? `${path} has ${names.length} class names; a classifier needs at least two.`
      : `${path} has the class "${repeated}" twice; every class needs a name of its own.`,
  )
}

function foldersOf(layout: FolderLayout): readonly string[] {
  const scan = layout.kind === 'single' ? layout.all : layout.train
  return scan.classes.map(({ name }) => name)
}

function parseNames(text: string, path: string): readonly string[] {
  if (!text.trimStart().startsWith('[')) {
    return text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  }
  try {
    return listSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new StudioError(
      'dataset/bad-request',
      `${path} is no list of class names: it must hold one name a line, or a JSON list of texts.`,
      { cause },
    )
  }
}
