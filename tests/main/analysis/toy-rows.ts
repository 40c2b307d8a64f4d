import type { ClassifyRow, LikertRow, PairRow } from '../../../src/shared/rating-row'

const common = { className: 'dog', responseMs: null, source: 'own', site: null } as const

/** A rating of image `image` under a model; `answer` is a class or null. */
export function classifyRow(
  fields: Partial<ClassifyRow> & Pick<ClassifyRow, 'raterId' | 'imageId' | 'modelId' | 'answer'>,
): ClassifyRow {
  return { task: 'classify', ...common, itemId: `${fields.imageId} ${fields.modelId}`, ...fields }
}

/** A comparison of two models' maps of an image. */
export function pairRow(
  fields: Partial<PairRow> & Pick<PairRow, 'raterId' | 'imageId' | 'leftModelId' | 'rightModelId' | 'answer'>,
): PairRow {
  const itemId = `${fields.imageId} ${fields.leftModelId} ${fields.rightModelId}`
  return { task: 'pair', ...common, itemId, ...fields }
}

/** A point given to a model's map of an image. */
export function likertRow(
  fields: Partial<LikertRow> & Pick<LikertRow, 'raterId' | 'imageId' | 'modelId' | 'answer'>,
): LikertRow {
  return { task: 'likert', ...common, itemId: `${fields.imageId} ${fields.modelId}`, ...fields }
}
