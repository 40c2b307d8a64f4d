import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { designFiles } from '../../../../src/main/dataset/emojinette/design-files'
import { designIndex } from '../../../../src/main/dataset/emojinette/design-index'

const resources = join(import.meta.dirname, '../../../../resources/emojinette')
const { classes, designs, heldOutSet, sets } = designIndex

describe('the designs', () => {
  test('are all there as files, and no file is without an entry', () => {
    expect(Object.keys(designFiles).sort()).toEqual(designs.map(({ file }) => file).sort())
    const folders = readdirSync(resources, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const files = folders.flatMap(({ name }) =>
      readdirSync(join(resources, name)).map((file) => `${name}/${file}`),
    )
    expect(files.filter((file) => file.endsWith('.svg')).sort()).toEqual(
      designs.map(({ file }) => file).sort(),
    )
  })

  test.each(classes.map(({ name }) => name))(
    'show %s in at least 8 ways for training and 1 held out',
    (name) => {
      const ofClass = designs.filter((design) => design.class === name)
      expect(ofClass.filter(({ set }) => set !== heldOutSet).length).toBeGreaterThanOrEqual(8)
      expect(ofClass.filter(({ set }) => set === heldOutSet).length).toBeGreaterThanOrEqual(1)
    },
  )

  test('come from sets with free licences that do not bind what is made of them', () => {
    for (const { set, licence } of sets) {
      expect(['Apache-2.0', 'CC-BY-3.0', 'CC-BY-4.0', 'ISC', 'MIT'], set).toContain(licence)
    }
    expect([...new Set(designs.map(({ set }) => set))].sort()).toEqual(sets.map(({ set }) => set).sort())
  })

  test('are attributed, with the licence texts beside them', () => {
    const attribution = readFileSync(join(resources, 'ATTRIBUTION.md'), 'utf8')
    for (const { title, author, licence } of sets) {
      expect(attribution).toContain(`[${title}]`)
      expect(attribution).toContain(`| ${author} | [${licence}]`)
    }
    for (const text of ['MIT', 'ISC', 'Apache-2.0'])
      expect(existsSync(join(resources, 'licences', `${text}.txt`))).toBe(true)
  })
})
