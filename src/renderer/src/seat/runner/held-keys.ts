/** Which keys are down, so that one that is held or stuck presses once only. */
export class HeldKeys {
  readonly #down = new Set<string>()

  /**
   * @param code `KeyboardEvent.code`
   * @returns whether this is a new press, and not one that repeats while the key is held
   */
  press(code: string, isRepeat: boolean): boolean {
    if (isRepeat || this.#down.has(code)) return false
    this.#down.add(code)
    return true
  }

  release(code: string): void {
    this.#down.delete(code)
  }

  /** A window without the focus hears of no release. */
  forget(): void {
    this.#down.clear()
  }
}
