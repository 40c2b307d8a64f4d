/** Where the page is: a stage, and what of it is shown. */
export interface Route {
  /** Empty at the start: the first stage is shown then. */
  readonly stage: string
  /** As `['0199…', 'edit']` of `#protocols/0199…/edit`. */
  readonly path: readonly string[]
}

/** The address of a route within the page, for `href`. */
export function hrefOf(stage: string, ...path: readonly string[]): string {
  return `#${[stage, ...path].map(encodeURIComponent).join('/')}`
}

/** What an address's hash leads to. A broken one leads to the start. */
export function routeOf(hash: string): Route {
  try {
    const [stage = '', ...path] = hash.replace(/^#/, '').split('/').map(decodeURIComponent)
    return { stage, path: path.filter((part) => part !== '') }
  } catch {
    return { stage: '', path: [] }
  }
}
