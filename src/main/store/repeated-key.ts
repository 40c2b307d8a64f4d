/**
 * The first key that occurs twice in one object of a JSON text; null where there is none. `JSON.parse` would keep
 * the last and say nothing.
 * @param json text that `JSON.parse` accepts
 */
export function findRepeatedKey(json: string): string | null {
  // A set of keys per open object, null per open array.
  const open: (Set<string> | null)[] = []
  // In JSON, brackets outside strings are structure, and a string followed by a colon is a key.
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token.endsWith(':')) {
      const key = String(JSON.parse(token.slice(0, -1)))
      const keys = open.at(-1)
      if (keys?.has(key)) return key
      keys?.add(key)
    }
  }
  return null
}
