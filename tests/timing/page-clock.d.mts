export function recordTimes(): void
export function beBusy(): void
export function absoluteNow(): number
