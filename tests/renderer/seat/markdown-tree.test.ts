import { expect, test } from 'vitest'
import {
  inlineMarkdownTree,
  markdownTree,
  type MarkdownNode,
} from '../../../src/renderer/src/seat/markdown-tree'
import { languages, languageTags } from '../../../src/shared/languages/languages'

type Element = Exclude<MarkdownNode, string>
const element = (name: Element['element'], ...content: MarkdownNode[]): Element => ({
  element: name,
  content,
})

test('headings, paragraphs, emphasis and lists', () => {
  expect(markdownTree('## Title\n\nOne **two** *three*\n\n- four\n- five')).toEqual([
    element('h1', 'Title'),
    element('p', 'One ', element('strong', 'two'), ' ', element('em', 'three')),
    element('ul', element('li', 'four'), element('li', 'five')),
  ])
})

test('HTML, links and pictures become words', () => {
  expect(markdownTree('<b onclick="x()">a</b>')).toEqual([element('p', '<b onclick="x()">a</b>')])
  expect(markdownTree('[here](https://example.invalid)')).toEqual([element('p', 'here')])
  expect(inlineMarkdownTree('![a dog](x.png)')).toEqual(['a dog'])
})

test.each(languageTags)('no word of any text is lost in %s', (tag) => {
  const wordsOf = (node: MarkdownNode): string =>
    typeof node === 'string' ? node : node.content.map(wordsOf).join('')
  for (const text of Object.values(languages[tag].texts)) {
    const plain = text.replace(/^## |\*\*/gm, '').replace(/\s+/g, '')
    expect(markdownTree(text).map(wordsOf).join('').replace(/\s+/g, '')).toBe(plain)
  }
})
