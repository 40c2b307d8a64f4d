import {
  powerSaveBlocker,
  screen,
  session,
  type BrowserWindow,
  type Display as Screen,
  type Session,
} from 'electron'
import type { Display } from '../../shared/desk-procedures'
import { StudioError } from '../../shared/errors'
import type { DeskIncident } from '../../shared/desk-incidents'
import type { LocalDesk } from '../station/local-desk'
import { openBlankWindow, openRaterWindow, type RaterWindow } from './rater-window'

export interface RaterWindowsOptions {
  /** Path of the built preload script. */
  readonly preload: string
  /** The page to show. */
  readonly url: string
  /** The studio's window; null while it is closed. */
  readonly studio: () => BrowserWindow | null
  /** Readies a desk's session for its first page. */
  readonly prepare: (session: Session) => void
  /** Lets a desk's window call as its desk. */
  readonly admit: (window: BrowserWindow, seatId: string) => void
  readonly onIncident: (seatId: string, incident: DeskIncident) => void
  /** Hears that a screen, or what it shows, has changed. */
  readonly onChange: () => void
}

interface OpenDesk extends RaterWindow {
  readonly displayId: number
  readonly blanks: readonly BrowserWindow[]
}

/** Desks in windows of this machine, one a screen. While one is open, screens do not go dark. */
export class RaterWindows implements LocalDesk {
  readonly #options: RaterWindowsOptions
  readonly #desks = new Map<string, OpenDesk>()
  readonly #prepared = new Set<Session>()
  #wakeful: number | null = null

  constructor(options: RaterWindowsOptions) {
    this.#options = options
    screen.on('display-added', options.onChange)
    screen.on('display-removed', (_event, { id }) => this.#lost(id))
    screen.on('display-metrics-changed', (_event, changed, metrics) => {
      // the work area changes with every task bar that comes and goes, also by our own windows
      if (metrics.some((metric) => metric !== 'workArea')) this.#fit(changed)
    })
  }

  displays(): Display[] {
    const studio = this.#options.studio()
    const studioId = studio === null ? null : screen.getDisplayMatching(studio.getBounds()).id
    return screen.getAllDisplays().map((each) => ({
      id: String(each.id),
      label: each.label,
      size: { width: each.size.width, height: each.size.height },
      pixelRatio: each.scaleFactor,
      hasStudio: each.id === studioId,
      seatId: this.#seatOn(each.id) ?? null,
    }))
  }

  has(seatId: string): boolean {
    return this.#desks.has(seatId)
  }

  /** The desk that a window shows. */
  seatOf(window: BrowserWindow | null): string | undefined {
    return this.seatIds().find((seatId) => this.#desks.get(seatId)!.window === window)
  }

  /** The desks that have a window. */
  seatIds(): readonly string[] {
    return [...this.#desks.keys()]
  }

  open({ seatId, displayId, coversOthers }: Parameters<LocalDesk['open']>[0]): void {
    const chosen = this.#freeDisplay(displayId, seatId)
    this.#remove(seatId)
    const { preload, url, admit, onIncident, onChange } = this.#options
    const opened = openRaterWindow({
      preload,
      url,
      session: this.#sessionOf(seatId),
      screen: chosen,
      onIncident: (incident) => onIncident(seatId, incident),
    })
    const blanks = coversOthers ? this.#otherDisplays(chosen.id).map(openBlankWindow) : []
    this.#desks.set(seatId, { ...opened, displayId: chosen.id, blanks })
    admit(opened.window, seatId)
    opened.window.once('closed', () => this.#closed(seatId, opened.window))
    this.#wakeful ??= powerSaveBlocker.start('prevent-display-sleep')
    onChange()
  }

  close(seatId: string): void {
    if (this.#remove(seatId)) this.#options.onChange()
  }

  closeAll(): void {
    for (const seatId of this.seatIds()) this.close(seatId)
  }

  #remove(seatId: string): boolean {
    const desk = this.#desks.get(seatId)
    if (desk === undefined) return false
    this.#desks.delete(seatId)
    for (const blank of desk.blanks) if (!blank.isDestroyed()) blank.close()
    desk.close()
    if (this.#desks.size === 0 && this.#wakeful !== null) {
      powerSaveBlocker.stop(this.#wakeful)
      this.#wakeful = null
    }
    return true
  }

  /** A window went without `close`, as when its process was killed. */
  #closed(seatId: string, window: BrowserWindow): void {
    if (this.#desks.get(seatId)?.window === window) this.close(seatId)
  }

  /** @throws StudioError `desk/no-display` */
  #freeDisplay(displayId: string, seatId: string): Screen {
    const all = screen.getAllDisplays()
    const chosen = all.find(({ id }) => String(id) === displayId)
    if (chosen === undefined) {
      const names = all.map(({ id, label }) => (label === '' ? String(id) : label)).join(', ')
      throw new StudioError(
        'desk/no-display',
        `There is no screen ${displayId}; it may have been disconnected. There are: ${names}. Choose one of them.`,
      )
    }
    const other = this.#seatOn(chosen.id)
    if (other === undefined || other === seatId) return chosen
    throw new StudioError(
      'desk/no-display',
      `This screen shows another desk. Close that one, or choose another screen.`,
    )
  }

  #otherDisplays(except: number): readonly Screen[] {
    const shown = new Map(this.displays().map((display) => [display.id, display]))
    return screen.getAllDisplays().filter(({ id }) => {
      const { hasStudio, seatId } = shown.get(String(id))!
      return id !== except && !hasStudio && seatId === null
    })
  }

  #sessionOf(seatId: string): Session {
    const own = session.fromPartition(`persist:desk-${seatId}`)
    if (!this.#prepared.has(own)) {
      this.#prepared.add(own)
      this.#options.prepare(own)
    }
    return own
  }

  #seatOn(displayId: number): string | undefined {
    return this.seatIds().find((seatId) => this.#desks.get(seatId)!.displayId === displayId)
  }

  #fit(changed: Screen): void {
    for (const { displayId, cover } of this.#desks.values()) if (displayId === changed.id) cover(changed)
    this.#options.onChange()
  }

  /** A rater keeps a screen as long as there is one. */
  #lost(displayId: number): void {
    const seatId = this.#seatOn(displayId)
    if (seatId !== undefined) {
      const desk = this.#desks.get(seatId)!
      const next = screen.getPrimaryDisplay()
      this.#desks.set(seatId, { ...desk, displayId: next.id })
      desk.cover(next)
      this.#options.onIncident(seatId, { kind: 'display-lost' })
    }
    this.#options.onChange()
  }
}
