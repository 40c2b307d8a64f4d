import { spawn } from 'node:child_process'

/** How each system opens an address in the browser that its user chose. */
const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  // `start` is no program, and a shell would read the address's `&`
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Asks the system to show an address. Where it cannot, as on a machine without a screen, nothing happens. */
export function openBrowser(url: string): void {
  const [program, ...first] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...first, url], { detached: true, stdio: 'ignore' })
  child.on('error', () => undefined) // the link was printed too
  child.unref()
}
