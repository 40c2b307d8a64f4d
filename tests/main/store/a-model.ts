import type { Model } from '../../../src/shared/records/model-records'

/** A model as it is added; fields may be given. */
export function aModel(fields: Partial<Model> & { readonly name: string }): Omit<Model, 'id' | 'createdAt'> {
  return {
    parentId: null,
    datasetId: null,
    architecture: 'vgg16',
    classes: ['dog', 'church'],
    sizePx: 224,
    criterion: null,
    scope: null,
    targetCpr: 1,
    measuredCpr: 1,
    totalCpr: 1,
    parameterCount: 100,
    nonZeroCount: 100,
    seed: 0,
    weightsArtifactId: null,
    metrics: {},
    lineage: [],
    versions: {},
    jobId: null,
    ...fields,
  }
}
