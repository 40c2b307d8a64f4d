import { StudioError } from '../../shared/errors'

/** An RGB image. */
export interface Picture {
  readonly widthPx: number
  readonly heightPx: number
  /** `[heightPx, widthPx, 3]` */
  readonly rgb: Uint8Array
}

/** @throws StudioError `explain/bad-request` if the bytes do not fit the size */
export function checkPicture({ widthPx, heightPx, rgb }: Picture): void {
  const isSize = (px: number) => Number.isInteger(px) && px > 0
  if (isSize(widthPx) && isSize(heightPx) && rgb.length === widthPx * heightPx * 3) return
  throw new StudioError(
    'explain/bad-request',
    `An RGB picture of ${widthPx} x ${heightPx} pixels needs ${widthPx * heightPx * 3} bytes (whole sizes, ` +
      `at least 1); ${rgb.length} were given.`,
  )
}
