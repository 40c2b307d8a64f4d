import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addToFolder, manifestName, replaceFolder } from '../../../src/main/jobs/output-folder'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-output-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const write = (name: string, text: string) => (folder: string) => writeFile(join(folder, name), text)
const fail = () => Promise.reject(new Error('no luck'))

describe('replaceFolder', () => {
  it('makes the folder with its parents when all is written', async () => {
    const out = join(root, 'a', 'b')
    await replaceFolder(out, write('x.txt', '1'))
    expect(await readdir(out)).toEqual([manifestName, 'x.txt'])
    expect(await readdir(join(root, 'a'))).toEqual(['b'])
  })

  it('replaces what it wrote before', async () => {
    const out = join(root, 'out')
    await replaceFolder(out, write('old.txt', '1'))
    await replaceFolder(out, write('new.txt', '2'))
    expect(await readdir(out)).toEqual([manifestName, 'new.txt'])
  })

  it('takes an empty folder', async () => {
    const out = join(root, 'out')
    await mkdir(out)
    await replaceFolder(out, write('x.txt', '1'))
    expect(await readdir(out)).toContain('x.txt')
  })

  it('refuses a folder with a file of someone else before it starts, and keeps it', async () => {
    const out = join(root, 'out')
    await replaceFolder(out, write('x.txt', '1'))
    await writeFile(join(out, 'thesis.doc'), 'years of work')
    let started = false
    const work = () => {
      started = true
      return Promise.resolve()
    }
    await expect(replaceFolder(out, work)).rejects.toMatchObject({
      code: 'file/exists',
      message: expect.stringContaining('thesis.doc') as string,
    })
    expect(started).toBe(false)
    expect(await readFile(join(out, 'thesis.doc'), 'utf8')).toBe('years of work')
  })

  it('leaves an earlier output, and no trace of itself, when work fails', async () => {
    const out = join(root, 'out')
    await replaceFolder(out, write('x.txt', '1'))
    await expect(replaceFolder(out, fail)).rejects.toThrow('no luck')
    expect(await readdir(root)).toEqual(['out'])
    await expect(replaceFolder(join(root, 'p', 'q', 'new'), fail)).rejects.toThrow('no luck')
    expect(await readdir(root)).toEqual(['out'])
  })

  it('refuses a path below a file', async () => {
    await writeFile(join(root, 'file'), '')
    await expect(replaceFolder(join(root, 'file', 'out'), fail)).rejects.toMatchObject({
      code: 'file/not-writable',
    })
    await expect(replaceFolder(join(root, 'file'), fail)).rejects.toMatchObject({ code: 'file/exists' })
  })
})

describe('addToFolder', () => {
  const output = (folder: string, overwrite = false) => ({ folder, names: ['x.txt'], overwrite })

  it('adds files beside others', async () => {
    await writeFile(join(root, 'other.txt'), '')
    await addToFolder(output(root), write('x.txt', '1'))
    expect((await readdir(root)).sort()).toEqual(['other.txt', 'x.txt'])
  })

  it('refuses to overwrite unless told to', async () => {
    await addToFolder(output(root), write('x.txt', '1'))
    await expect(addToFolder(output(root), write('x.txt', '2'))).rejects.toMatchObject({
      code: 'file/exists',
    })
    expect(await readFile(join(root, 'x.txt'), 'utf8')).toBe('1')
    await addToFolder(output(root, true), write('x.txt', '3'))
    expect(await readFile(join(root, 'x.txt'), 'utf8')).toBe('3')
  })

  it('leaves nothing when work fails', async () => {
    await expect(addToFolder(output(join(root, 'new', 'folder')), fail)).rejects.toThrow('no luck')
    expect(await readdir(root)).toEqual([])
  })
})
