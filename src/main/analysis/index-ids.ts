/** Ids and the place of each observation's id among them. */
export interface IndexedIds {
  /** Distinct and sorted by code unit, so that the order of rows does not matter. */
  readonly ids: readonly string[]
  readonly indexOf: Int32Array
}

/** Ids of observations as indices. */
export function indexIds(observed: readonly string[]): IndexedIds {
  const ids = [...new Set(observed)].sort()
  const place = new Map(ids.map((id, index) => [id, index]))
  return { ids, indexOf: Int32Array.from(observed, (id) => place.get(id)!) }
}
