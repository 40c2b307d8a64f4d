/**
 * Writes resources/emojinette from Iconify's npm packages: one SVG per design, index.json, ATTRIBUTION.md and
 * the licence texts. Run it with `node scripts/extract-emojinette.mjs` after a change of the selection; it needs
 * the npm registry. The packages are unpacked in a temporary folder that is deleted afterwards.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { classes, heldOutSet, sets } from './extract-emoji-selection.mjs'
import { iscText, mitText } from './extract-emoji-licences.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'resources', 'emojinette')
const allowedLicences = ['Apache-2.0', 'CC-BY-3.0', 'CC-BY-4.0', 'ISC', 'MIT']

const fetchSet = (name, folder) => {
  mkdirSync(folder)
  const source = `@iconify-json/${name}@${sets[name].version}`
  // npm is a .cmd file on Windows, which only a shell starts.
  const file = execFileSync('npm', ['pack', '--silent', source], {
    cwd: folder,
    shell: true,
    encoding: 'utf8',
  })
  execFileSync('tar', ['xzf', file.trim(), '--strip-components=1'], { cwd: folder })
  const read = (entry) => JSON.parse(readFileSync(join(folder, entry), 'utf8'))
  const info = read('info.json')
  if (!allowedLicences.includes(info.license.spdx)) throw new Error(`${name}: licence ${info.license.spdx}`)
  return { info, icons: read('icons.json') }
}

const drawing = (set, name) => {
  const icon = set.icons.icons[name]
  if (!icon) throw new Error(`${set.info.prefix} has no design '${name}'`)
  const { left = 0, top = 0, width = 16, height = 16 } = { ...set.icons, ...icon }
  const box = `width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}"`
  const spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
  return `<svg ${spaces} ${box}>${icon.body}</svg>\n`
}

const folderName = (className) => className.toLowerCase().replaceAll(' ', '-')

const writeDesigns = (loaded) => {
  const designs = []
  for (const [className, { designs: bySet, seeThrough = false }] of Object.entries(classes)) {
    const folder = folderName(className)
    mkdirSync(join(target, folder), { recursive: true })
    for (const [set, names] of Object.entries(bySet)) {
      for (const name of names) {
        const file = `${folder}/${set}-${name}.svg`
        writeFileSync(join(target, file), drawing(loaded[set], name))
        designs.push({ file, class: className, set, monochrome: !loaded[set].info.palette, seeThrough })
      }
    }
  }
  return designs
}

const describeSets = (loaded) =>
  Object.fromEntries(
    Object.entries(loaded).map(([name, { info }]) => [
      name,
      {
        style: sets[name].style,
        title: info.name,
        author: sets[name].credit ?? info.author.name,
        source: info.author.url,
        licence: info.license.spdx,
        licenceUrl: info.license.url,
        package: `@iconify-json/${name}@${sets[name].version}`,
      },
    ]),
  )

/** One design a line, so that a change of the selection reads well in a diff. */
const indexText = (described, designs) => {
  const lines = (values) => values.map((value) => `    ${JSON.stringify(value)}`).join(',\n')
  const classList = Object.entries(classes).map(([name, { wnid }]) => ({ name, wnid }))
  const setList = Object.entries(described).map(([set, facts]) => ({ set, ...facts }))
  return `{
  "heldOutSet": "${heldOutSet}",
  "classes": [\n${lines(classList)}\n  ],
  "sets": [\n${lines(setList)}\n  ],
  "designs": [\n${lines(designs)}\n  ]
}
`
}

const attributionText = (described, designs) => {
  const rows = Object.entries(described).map(([name, set]) => {
    const count = designs.filter((design) => design.set === name).length
    return `| [${set.title}](${set.source}) | ${set.author} | [${set.licence}](${set.licenceUrl}) | ${count} | \`${set.package}\` |`
  })
  return `# Designs in Emojinette

The drawings in this folder come from free design sets, taken from Iconify's packages. They are unchanged here;
the program scales, tilts, mirrors and recolours them when it makes images of them. The file name begins with the
set. Nobody named here endorses this program. Written by \`scripts/extract-emojinette.mjs\`; do not edit.

| set | by | licence | designs | package |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

The texts of the MIT, ISC and Apache 2.0 licences are in \`licences/\`. Images that contain CC BY designs
(${Object.values(described)
    .filter((set) => set.licence.startsWith('CC-BY'))
    .map((set) => set.title)
    .join(', ')}) keep their condition: name the authors above where you publish them.
`
}

const writeLicences = (described) => {
  const folder = join(target, 'licences')
  mkdirSync(folder)
  const holders = (licence) =>
    Object.values(described)
      .filter((set) => set.licence === licence)
      .map((set) => `Copyright (c) ${set.author} (${set.title}, ${set.source})`)
      .join('\n')
  writeFileSync(join(folder, 'MIT.txt'), mitText(holders('MIT')))
  writeFileSync(join(folder, 'ISC.txt'), iscText(holders('ISC')))
  copyFileSync(join(root, 'node_modules', 'sharp', 'LICENSE'), join(folder, 'Apache-2.0.txt'))
}

const work = mkdtempSync(join(tmpdir(), 'emojinette-'))
try {
  const loaded = Object.fromEntries(Object.keys(sets).map((name) => [name, fetchSet(name, join(work, name))]))
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const designs = writeDesigns(loaded)
  const described = describeSets(loaded)
  writeFileSync(join(target, 'index.json'), indexText(described, designs))
  writeFileSync(join(target, 'ATTRIBUTION.md'), attributionText(described, designs))
  writeLicences(described)
  process.stdout.write(`${designs.length} designs of ${Object.keys(sets).length} sets in ${target}\n`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
