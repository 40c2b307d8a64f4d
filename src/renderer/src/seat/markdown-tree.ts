import MarkdownIt from 'markdown-it'

/** Elements that a text for raters may hold. Links would lead away, pictures would be a stimulus: both become text. */
const elements = ['h1', 'h2', 'p', 'strong', 'em', 'ul', 'ol', 'li', 'blockquote', 'code', 'br'] as const
type ElementName = (typeof elements)[number]

/** A piece of a text: words, or an element with its content. */
export type MarkdownNode =
  string | { readonly element: ElementName; readonly content: readonly MarkdownNode[] }

type Token = ReturnType<typeof parser.parse>[number]

const parser = new MarkdownIt({ html: false, linkify: false, breaks: false })

/**
 * A text in Markdown as a tree of elements. It never becomes a string of HTML, so no text can bring an element, an
 * attribute or an address that is not listed here, and the page's policy needs no exception.
 */
export const markdownTree = (text: string): readonly MarkdownNode[] => childrenOf(parser.parse(text, {}))

/** The same for a single line, without a paragraph around it. */
export const inlineMarkdownTree = (text: string): readonly MarkdownNode[] =>
  childrenOf(parser.parseInline(text, {}))

function childrenOf(tokens: readonly Token[]): readonly MarkdownNode[] {
  const nodes: MarkdownNode[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.nesting !== 1) {
      nodes.push(...leafOf(token))
      continue
    }
    const end = closing(tokens, index)
    const content = childrenOf(tokens.slice(index + 1, end))
    const element = elementOf(token.tag)
    nodes.push(...(element === undefined || token.hidden ? content : [{ element, content }]))
    index = end
  }
  return nodes
}

function leafOf(token: Token): readonly MarkdownNode[] {
  if (token.type === 'inline') return childrenOf(token.children ?? [])
  if (token.type === 'hardbreak') return [{ element: 'br', content: [] }]
  if (token.type === 'softbreak') return [' ']
  if (token.type === 'code_inline' || token.type === 'code_block' || token.type === 'fence') {
    return [{ element: 'code', content: [token.content] }]
  }
  return token.content === '' ? [] : [token.content]
}

/** Texts begin with `##`; on a rater's screen that is the only title. */
const levels: Readonly<Record<string, ElementName>> = {
  h1: 'h1',
  h2: 'h1',
  h3: 'h2',
  h4: 'h2',
  h5: 'h2',
  h6: 'h2',
}
const elementOf = (tag: string): ElementName | undefined =>
  levels[tag] ?? elements.find((element) => element === tag)

/** Where the element that opens at `start` ends. */
function closing(tokens: readonly Token[], start: number): number {
  let depth = 0
  for (let index = start; index < tokens.length; index++) {
    depth += tokens[index]!.nesting
    if (depth === 0) return index
  }
  return tokens.length
}
