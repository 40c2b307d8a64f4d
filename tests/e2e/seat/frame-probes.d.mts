/** What the page shows in one frame. */
export interface FrameRecord {
  /** Whether all three pictures are there and decoded. */
  readonly isWhole: boolean
  readonly place: string
  readonly address: string
}

export function recordFrames(): void
export function recordShifts(): void
export function scrolledPx(): readonly [number, number]

export function countEmptyFrames(): void

export function surfacesOf(
  buttons: readonly unknown[],
): readonly { readonly isHovered: boolean; readonly colour: string }[]
