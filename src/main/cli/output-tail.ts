const keptCharacters = 2000

/** Keeps the end of what a child process prints, for the message after a crash. */
export function createOutputTail(): { add(text: string): void; text(): string } {
  let kept = ''
  return {
    add: (text) => {
      kept = (kept + text).slice(-keptCharacters)
    },
    text: () => kept.trim(),
  }
}
