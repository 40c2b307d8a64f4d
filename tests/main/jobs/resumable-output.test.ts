import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StudioError } from '../../../src/shared/errors'
import { withCheckpoint } from '../../../src/main/jobs/job-checkpoint'
import {
  addToFolderResumably,
  checkpointFolderOf,
  type ResumablePlaces,
} from '../../../src/main/jobs/resumable-output'

let root: string
let kept: string[] = []
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-resumable-'))
  kept = []
})
afterEach(() => rm(root, { recursive: true, force: true }))

const models = () => join(root, 'models')
const checkpoint = () => checkpointFolderOf({ folder: models(), run: 'net' })

function add<T>(work: (places: ResumablePlaces) => Promise<T>, overwrite = false): Promise<T> {
  const output = { folder: models(), names: ['net.txt'], overwrite, run: 'net' }
  return addToFolderResumably({ ...output, onKept: (folder) => kept.push(folder) }, work)
}

/** A job that writes its file; before that, it keeps an epoch and fails where it is told to. */
function job(content: string, failure?: Error) {
  return (places: ResumablePlaces): Promise<string> =>
    withCheckpoint(places, { warn: () => undefined }, async (run) => {
      await run!.require('settings', { seed: '1' })
      await mkdir(run!.folder('training'), { recursive: true })
      await writeFile(join(run!.folder('training'), 'epoch-00001.safetensors'), 'an epoch')
      if (failure) throw failure
      await writeFile(join(places.folder, 'net.txt'), content)
      await run!.finish()
      return content
    })
}

describe('addToFolderResumably', () => {
  it('leaves the file and nothing else', async () => {
    expect(await add(job('1'))).toBe('1')
    expect(await readdir(models())).toEqual(['net.txt'])
    expect(await readFile(join(models(), 'net.txt'), 'utf8')).toBe('1')
    expect(kept).toEqual([])
  })

  it('keeps what a failed job needs to go on, and says where', async () => {
    await expect(add(job('1', new Error('killed')))).rejects.toThrow('killed')
    expect(kept).toEqual([checkpoint()])
    expect(await readdir(models())).toEqual(['.net.checkpoint'])
    expect(await add(job('1'))).toBe('1')
    expect(await readdir(models())).toEqual(['net.txt'])
  })

  it.each([
    ['of a run that diverged', job('1', new StudioError('training/diverged', 'loss NaN'))],
    ['of a run that did not finish an epoch', () => Promise.reject(new Error('no luck'))],
  ])('keeps nothing %s', async (_, work) => {
    await expect(add(work)).rejects.toThrow()
    expect(kept).toEqual([])
    expect(await readdir(root)).toEqual([])
  })

  it('refuses a file that exists before work starts, unless it may be replaced', async () => {
    await add(job('1'))
    await expect(add(job('2'))).rejects.toMatchObject({ code: 'file/exists' })
    expect(await add(job('2'), true)).toBe('2')
    expect(await readFile(join(models(), 'net.txt'), 'utf8')).toBe('2')
  })

  it('leaves alone what another run keeps under the same name', async () => {
    await expect(add(job('1', new Error('killed')))).rejects.toThrow('killed')
    const other = new StudioError('job/checkpoint-differs', 'seed was 1 and is 2')
    await expect(add(() => Promise.reject(other))).rejects.toThrow('seed was 1 and is 2')
    expect(kept).toHaveLength(1)
    expect(await readdir(join(checkpoint(), 'training'))).toEqual(['epoch-00001.safetensors'])
  })

  it('goes on where a run was killed while its files were put in their place', async () => {
    const places = { folder: join(checkpoint(), 'output'), checkpointFolder: checkpoint() }
    await mkdir(places.folder, { recursive: true })
    await job('1')(places)
    await writeFile(join(models(), 'net.txt'), '1')
    expect(await add(job('1'))).toBe('1')
    expect(await readdir(models())).toEqual(['net.txt'])
  })

  it('removes the rest of a checkpoint that was being removed', async () => {
    await add(job('1'))
    await mkdir(checkpoint())
    await writeFile(join(checkpoint(), 'epoch-00001.safetensors'), 'an epoch')
    await expect(add(job('1'))).rejects.toMatchObject({ code: 'file/exists' })
    expect(await readdir(models())).toEqual(['net.txt'])
  })
})
