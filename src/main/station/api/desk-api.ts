import type { ApiHandlers, HandlersOf } from '../../../shared/api'
import { StudioError } from '../../../shared/errors'
import type { LocalDesk } from '../local-desk'
import type { SeatRegistry } from '../seats/seat-registry'

export interface DeskApiOptions {
  /** Null where pages are in browsers. */
  readonly localDesk: LocalDesk | null
  readonly registry: SeatRegistry
  readonly sessions: Pick<ApiHandlers, 'sessions.hasPin' | 'seat.unlock' | 'seat.screen'>
}

/** Desks in windows of this machine, and the PIN that closes one. */
export function createDeskApi(
  options: DeskApiOptions,
): HandlersOf<'desk'> & Pick<ApiHandlers, 'seat.unlock'> {
  const { localDesk, registry, sessions } = options
  const displays = () => localDesk?.displays() ?? null
  return {
    'desk.displays': displays,
    'desk.open': async ({ seatId, displayId, coversOthers }, caller) => {
      const { label } = registry.get(seatId)
      if (localDesk === null) throw inBrowsers(label)
      if (!(await sessions['sessions.hasPin'](undefined, caller))) throw withoutPin(label)
      registry.release(seatId)
      localDesk.open({ seatId, displayId, coversOthers })
      return displays()
    },
    'desk.close': ({ seatId }) => {
      localDesk?.close(seatId)
      return displays()
    },
    /** A window of this machine closes with its session, and where it has none. */
    'seat.unlock': async (request, caller) => {
      const closes = request.action === 'close' && localDesk?.has(caller.seatId) === true
      try {
        const screen = await sessions['seat.unlock'](request, caller)
        if (closes) localDesk.close(caller.seatId)
        return screen
      } catch (error) {
        // thrown only after the PIN was right
        if (!closes || !(error instanceof StudioError) || error.code !== 'session/not-here') throw error
        localDesk.close(caller.seatId)
        return sessions['seat.screen'](undefined, caller)
      }
    },
  }
}

function inBrowsers(label: string): StudioError {
  return new StudioError(
    'desk/not-here',
    `${label} cannot be opened as a window: this Sweetspot works in browsers. Open its link, or type its code, in the ` +
      'browser of the desk.',
  )
}

function withoutPin(label: string): StudioError {
  return new StudioError(
    'desk/no-pin',
    `${label} was not opened: nobody could close its window. Set the supervisor's PIN first, with the sessions.`,
  )
}
