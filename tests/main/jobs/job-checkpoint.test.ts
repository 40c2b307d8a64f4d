import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discardCheckpoint, leftoverIn } from '../../../src/main/jobs/checkpoint-leftover'
import { type JobCheckpoint, withCheckpoint } from '../../../src/main/jobs/job-checkpoint'
import { settingFacts } from '../../../src/main/jobs/job-facts'

let root: string
let folder: string
let output: string
const warnings: string[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-checkpoint-'))
  folder = join(root, 'run')
  output = join(folder, 'output')
  warnings.length = 0
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** What a process does that takes the folder, works and goes. */
function visit<T>(work: (checkpoint: JobCheckpoint) => Promise<T>, restart = false): Promise<T> {
  const options = { warn: (message: string) => warnings.push(message), waitMs: 0 }
  return withCheckpoint({ checkpointFolder: folder, restart, folder: output }, options, (checkpoint) =>
    work(checkpoint!),
  )
}

const facts = settingFacts({
  seed: 1,
  training: { epochs: 5, patience: undefined, augmentation: 'none' },
  rates: [2, 4],
})
/** What is in the folder besides the lock. */
const entries = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => !name.startsWith('.lock')).sort()

const epochFile = () => join(folder, 'training', 'epoch-00001.safetensors')

/** A run that was killed after an epoch. */
async function killedRun(): Promise<void> {
  await visit((checkpoint) => checkpoint.require('settings', facts))
  await mkdir(join(folder, 'training'))
  await writeFile(epochFile(), 'an epoch')
}

describe('a checkpoint folder', () => {
  it('is not needed', async () => {
    const seen = await withCheckpoint({ folder: root }, { warn: () => undefined }, (checkpoint) =>
      Promise.resolve(checkpoint),
    )
    expect(seen).toBeUndefined()
    expect(await readdir(root)).toEqual([])
  })

  it('holds nothing, an unfinished or a finished run', async () => {
    expect(await leftoverIn(folder)).toBe('nothing')
    await visit((checkpoint) => checkpoint.require('settings', facts))
    expect(await leftoverIn(folder)).toBe('nothing')
    await killedRun()
    expect(await leftoverIn(folder)).toBe('unfinished')
    await visit((checkpoint) => checkpoint.finish())
    expect(await leftoverIn(folder)).toBe('finished')
    await discardCheckpoint(folder)
    expect(await readdir(root)).toEqual([])
  })

  it('names every setting that is not as before', async () => {
    await killedRun()
    await visit((checkpoint) => checkpoint.require('settings', facts))
    const changed = settingFacts({ seed: 2, training: { epochs: 5, patience: 3 }, rates: [2, 8] })
    await expect(visit((checkpoint) => checkpoint.require('settings', changed))).rejects.toMatchObject({
      code: 'job/checkpoint-differs',
      message:
        `${folder} keeps an unfinished run that is not the one asked for: seed was 1 and is 2; ` +
        'training.augmentation was "none" and is not given; rates was [2,4] and is [2,8]; training.patience was not ' +
        'given and is 3. Ask for the same to go on with it, or start anew (--restart), which throws away what is kept ' +
        'there.',
    })
    expect(await readdir(join(folder, 'training'))).toEqual(['epoch-00001.safetensors'])
  })

  it('is empty after a restart, the output included', async () => {
    await killedRun()
    await writeFile(join(output, 'model.safetensors'), 'a model')
    await visit((checkpoint) => checkpoint.require('settings', settingFacts({ seed: 2 })), true)
    expect(await entries()).toEqual(['output', 'run.json'])
    expect(await readdir(output)).toEqual([])
  })

  it('keeps the output, but no half-written file of it', async () => {
    await killedRun()
    await writeFile(join(output, 'model.safetensors'), 'a model')
    await writeFile(join(output, '.model-2.safetensors.0.tmp'), 'half of one')
    expect(await visit(() => readdir(output))).toEqual(['model.safetensors'])
  })

  it('that does not say of which run it is counts as empty', async () => {
    await killedRun()
    await rm(join(folder, 'run.json'))
    expect(await visit(entries)).toEqual(['output'])
  })

  it('whose record cannot be read is refused, and can be thrown away', async () => {
    await killedRun()
    await writeFile(join(folder, 'run.json'), '{')
    const refused = expect.objectContaining({ code: 'job/checkpoint-differs' }) as unknown
    await expect(visit(() => Promise.resolve())).rejects.toEqual(refused)
    await expect(leftoverIn(folder)).rejects.toEqual(refused)
    expect(await visit(entries, true)).toEqual(['output'])
  })

  it('belongs to one process at a time', async () => {
    await killedRun()
    await visit(async () => {
      await expect(visit(() => Promise.resolve(), true)).rejects.toMatchObject({
        code: 'job/running-elsewhere',
      })
      await expect(visit(() => Promise.resolve())).rejects.toThrow('Another process is at work on the run in')
    })
    expect(await leftoverIn(folder)).toBe('unfinished')
  })

  it('is free again after a failure', async () => {
    await expect(visit(() => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck')
    await visit(() => Promise.resolve())
  })

  it('warns on another machine', async () => {
    await killedRun()
    const record = join(folder, 'run.json')
    await writeFile(
      record,
      (await readFile(record, 'utf8')).replace(/"machine": ".*"/, '"machine": "Z80, 1 threads"'),
    )
    await visit(() => Promise.resolve())
    expect(warnings).toEqual([
      expect.stringMatching(/^The run was begun on Z80, 1 threads and goes on on .*: its result may/),
    ])
  })

  it('says that it cannot be written', async () => {
    await writeFile(folder, '')
    await expect(visit(() => Promise.resolve())).rejects.toMatchObject({
      code: 'file/not-writable',
      message: expect.stringContaining('a part of the path is a file') as string,
    })
  })
})
