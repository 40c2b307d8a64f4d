/** The name, or with the first number in brackets that makes it one that is not taken. */
export function freeName(name: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map((each) => each.name))
  if (!names.has(name)) return name
  let number = 2
  while (names.has(`${name} (${number})`)) number += 1
  return `${name} (${number})`
}
