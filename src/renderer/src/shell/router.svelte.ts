import { hrefOf, routeOf, type Route } from './route'

/** Follows the address, so that the browser's back and forward work. Lives as long as the page. */
export class Router {
  current = $state.raw<Route>(routeOf(location.hash))

  constructor() {
    addEventListener('hashchange', () => (this.current = routeOf(location.hash)))
  }

  go(stage: string, ...path: readonly string[]): void {
    location.hash = hrefOf(stage, ...path)
  }

  /**
   * Notes where the page is, before something that takes a while.
   * @returns goes on from there, unless the person has gone elsewhere meanwhile
   */
  fromHere(): (stage: string, ...path: readonly string[]) => void {
    const here = location.hash
    return (stage, ...path) => {
      if (location.hash === here) this.go(stage, ...path)
    }
  }

  /** Goes on without leaving the present page in the history. */
  replace(stage: string, ...path: readonly string[]): void {
    location.replace(hrefOf(stage, ...path))
  }
}
