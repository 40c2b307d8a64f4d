/** What is needed to name a model and to place it on the CPR axis. */
export interface ModelLabel {
  readonly name: string
  readonly cpr: number | null
}

/** Models by the id that ratings carry. */
export type ModelLabels = ReadonlyMap<string, ModelLabel>

/** A model's name; its id where the study does not know it, as in imported ratings. Null stands for all models. */
export function modelName(labels: ModelLabels, id: string | null): string {
  return id === null ? 'all models' : (labels.get(id)?.name ?? id)
}
