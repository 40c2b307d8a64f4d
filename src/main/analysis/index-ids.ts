/** Ids and the place of each observation's id among them. */
export interface IndexedIds {
  /** Distinct and sorted by code unit, so that the order of rows does not matter. */
  readonly ids: readonly string[]
  readonly indexOf: Int32Array
}

/** Ids of observations as indices. */
export function indexIds(observed: readonly string[]): IndexedIds {
  const places = new Map<string, number>()
  const indexOf = new Int32Array(observed.length)
  for (let index = 0; index < observed.length; index++) {
    const id = observed[index]!
    let place = places.get(id)
    if (place === undefined) {
      place = places.size
      places.set(id, place)
    }
    indexOf[index] = place
  }
  const ids = [...places.keys()].sort()
  const rank = new Int32Array(ids.length)
  for (let index = 0; index < ids.length; index++) rank[places.get(ids[index]!)!] = index
  for (let index = 0; index < indexOf.length; index++) indexOf[index] = rank[indexOf[index]!]!
  return { ids, indexOf }
}
