import type { Display } from '../../shared/desk-procedures'

/** Windows of this machine in which people rate. */
export interface LocalDesk {
  displays(): Display[]
  /** @throws StudioError `desk/no-display` for a screen that is not there, or shows another desk */
  open(request: { readonly seatId: string; readonly displayId: string; readonly coversOthers: boolean }): void
  /** Does nothing where the desk has no window. */
  close(seatId: string): void
  closeAll(): void
  has(seatId: string): boolean
}
