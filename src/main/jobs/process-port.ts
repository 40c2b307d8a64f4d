/** The compute process's end of the line to whoever started it. */
export interface ProcessPort {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/** The part of Electron's `process.parentPort` that is used; it exists in a utility process only. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value
}

/**
 * The line to the parent: Electron's in a utility process, Node's in a forked child. A forked child ends with its
 * parent, whatever ended that, so that no process is left behind (Electron sees to it itself).
 * @throws Error when the process was started by hand
 */
export function openProcessPort(): ProcessPort {
  const parentPort: unknown = Reflect.get(process, 'parentPort')
  if (isParentPort(parentPort)) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
    }
  }
  if (process.send === undefined) {
    throw new Error('compute-process is started by the application; use `sweetspot` on the command line.')
  }
  process.on('disconnect', () => process.exit(1))
  return {
    send: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  }
}
