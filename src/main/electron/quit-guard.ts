import { app, BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { DeskIncident } from '../../shared/desk-incidents'
import type { StudyHolder } from '../station/study-holder'
import type { RaterWindows } from './rater-windows'

export interface QuitGuardOptions {
  readonly studies: StudyHolder
  readonly desks: RaterWindows
  readonly onIncident: (seatId: string, incident: DeskIncident) => void
  /** Gives everything back; the program ends after it. */
  readonly close: () => Promise<void>
}

/** Lets nobody quit from a desk, and asks at the studio before people or jobs are interrupted. */
export function guardQuit({ studies, desks, onIncident, close }: QuitGuardOptions): void {
  let isDecided = false
  let isClosed = false
  const quit = () => {
    isDecided = true
    app.quit()
  }
  app.on('before-quit', (event) => {
    if (isDecided) return desks.closeAll()
    const focused = BrowserWindow.getFocusedWindow()
    const seatId = desks.seatOf(focused)
    if (seatId !== undefined) {
      event.preventDefault()
      return onIncident(seatId, { kind: 'quit-refused' })
    }
    const question = questionBefore(studies)
    if (question === null) return desks.closeAll()
    event.preventDefault()
    void ask(focused, question).then((isSure) => {
      if (isSure) quit()
    })
  })
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void close().finally(() => {
      isClosed = true
      quit()
    })
  })
}

const buttons = ['Keep running', 'Quit']

async function ask(window: BrowserWindow | null, question: MessageBoxOptions): Promise<boolean> {
  const { response } = await (window === null
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(window, question))
  return response === buttons.indexOf('Quit')
}

/** What is lost by quitting now; null where nothing is. */
function questionBefore({ current }: StudyHolder): MessageBoxOptions | null {
  if (current === null) return null
  const { running, paused } = current.counts().sessions
  const sessions = running + paused
  const jobs = current.jobs.list('running').length
  if (sessions + jobs === 0) return null
  const detail = [
    ...(sessions > 0
      ? [
          `Sessions under way: ${sessions}. They are marked as interrupted; every answer so far stays, and they can go on later.`,
        ]
      : []),
    ...(jobs > 0
      ? [`Jobs that run: ${jobs}. They go on from their last checkpoint when they are resumed.`]
      : []),
  ]
  return {
    type: 'warning',
    title: 'Quit Sweetspot',
    message: 'Quit while work is under way?',
    detail: detail.join('\n'),
    buttons,
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}
