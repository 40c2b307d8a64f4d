/** Moves an entry of a list by one place, up (-1) or down (1); at an end it stays. */
export function move<T>(list: T[], index: number, step: -1 | 1): void {
  const target = index + step
  if (target < 0 || target >= list.length) return
  const [entry] = list.splice(index, 1)
  list.splice(target, 0, entry!)
}
