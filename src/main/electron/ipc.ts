import { ipcMain } from 'electron'
import { callChannel, type ApiHandlers } from '../../shared/api'
import type { Result } from '../../shared/errors'
import { dispatch } from '../jobs/dispatch'
import { isTrustedSender } from './trusted-sender'

/**
 * Serves the contract to the windows over the one IPC channel. Who calls is checked here; what is called, and with
 * what, in `dispatch`.
 *
 * @param rendererUrl the only page that may call
 */
export function serveApi(handlers: ApiHandlers, rendererUrl: string): void {
  ipcMain.handle(callChannel, (event, procedure: unknown, input: unknown): Promise<Result<unknown>> => {
    if (isTrustedSender(event.senderFrame, rendererUrl)) return dispatch(handlers, procedure, input)
    return Promise.resolve({ ok: false, error: forbidden(event.senderFrame?.url) })
  })
}

function forbidden(url = 'a page that is gone') {
  return {
    code: 'api/forbidden',
    message: `Only Sweetspot's own window may use its functions; the call came from ${url.slice(0, 200)}.`,
  } as const
}
