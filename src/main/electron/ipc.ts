import { ipcMain, type WebContents } from 'electron'
import { callChannel, eventChannel } from '../../shared/channels'
import type { Result } from '../../shared/errors'
import type { Caller } from '../../shared/roles'
import type { Host } from '../station/host'
import { isSameOrigin, isTrustedSender } from './trusted-sender'

/** Which windows may take part in the contract. */
export interface Windows {
  /** Lets a window call, and hear, as a caller. */
  admit(contents: WebContents, caller: Caller): void
}

/**
 * Serves the contract to the windows over one IPC channel for calls and one for events. Who calls is known here; what
 * is called, with what, and whether that caller may, is checked in `dispatch`, behind `answer`.
 *
 * @param rendererUrl the only page that may call
 */
export function serveWindows({ answer, hub }: Pick<Host, 'answer' | 'hub'>, rendererUrl: string): Windows {
  const callers = new Map<number, Caller>()
  ipcMain.handle(callChannel, (event, procedure: unknown, input: unknown): Promise<Result<unknown>> => {
    const caller = callers.get(event.sender.id)
    if (caller !== undefined && isTrustedSender(event.senderFrame, rendererUrl)) {
      return answer({ caller, procedure, input })
    }
    return Promise.resolve({ ok: false, error: forbidden(event.senderFrame?.url) })
  })
  return {
    admit(contents, caller) {
      const { id } = contents
      callers.set(id, caller)
      const unsubscribe = hub.subscribe(caller, {
        hear: (name, payload) => {
          if (isSameOrigin(contents.getURL(), rendererUrl)) contents.send(eventChannel, name, payload)
        },
        end: () => void callers.delete(id),
      })
      contents.once('destroyed', () => {
        callers.delete(id)
        unsubscribe()
      })
    },
  }
}

function forbidden(url = 'a page that is gone') {
  return {
    code: 'api/forbidden',
    message: `Only Sweetspot's own window may use its functions; the call came from ${url.slice(0, 200)}.`,
  } as const
}
