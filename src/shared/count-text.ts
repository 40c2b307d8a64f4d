const format = new Intl.NumberFormat('en')

/** A count with its noun, in English, as `1 model` or `1,200 maps`. @param many the plural; default with an s */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${format.format(count)} ${count === 1 ? one : many}`
}
