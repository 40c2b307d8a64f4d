import { z } from 'zod'
import {
  modelMeasurementSchema,
  modelSchema,
  predictionSchema,
  trainingMetricSchema,
  type Model,
  type ModelMeasurement,
  type Prediction,
  type TrainingMetric,
} from '../../../shared/records/model-records'
import { StudioError } from '../../../shared/errors'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** Models with what was measured on them. */
export interface ModelTable {
  /** By compression rate, then by age. */
  list(): readonly Model[]
  get(id: string): Model
  findByName(name: string): Model | undefined
  /** By its name or its id. @throws StudioError `store/not-found` naming the models there are */
  resolve(nameOrId: string): Model
  /** The model and all that it came from, itself first. */
  ancestry(id: string): readonly Model[]
  /** @throws StudioError `store/conflict` for a name that is taken */
  add(model: Fresh<Model>): Model
  addTrainingMetrics(metrics: readonly TrainingMetric[]): void
  trainingMetrics(modelId: string): readonly TrainingMetric[]
  addMeasurement(measurement: Fresh<ModelMeasurement>): ModelMeasurement
  /** Oldest first; of one kind where that is given. */
  measurements(modelId: string, kind?: string): readonly ModelMeasurement[]
  /** Replaces what the model said about the same images. */
  setPredictions(predictions: readonly Prediction[]): void
  predictions(modelId: string): readonly Prediction[]
  /** Ids of images of a split that every one of the models gets right, by the images' path. */
  imagesAllGetRight(modelIds: readonly string[], split: string): readonly string[]
}

export function createModelTable({ database, environment }: TableContext): ModelTable {
  const models = createRecordTable(database, {
    table: 'model',
    schema: modelSchema,
    json: ['classes', 'metrics', 'lineage', 'versions'],
  })
  const findByName = (name: string) => models.firstWhere('name = ?', [name])
  return {
    list: () => models.where('1 ORDER BY target_cpr, id'),
    get: models.require,
    findByName,
    resolve: (nameOrId) => {
      const found = models.firstWhere('id = ?', [nameOrId]) ?? findByName(nameOrId)
      if (found !== undefined) return found
      const names = models.where('1 ORDER BY name').map(({ name }) => name)
      const known = names.length === 0 ? 'It has no models yet' : `It has: ${names.join(', ')}`
      throw new StudioError('store/not-found', `The study has no model "${nameOrId}". ${known}.`)
    },
    ancestry: (id) =>
      database
        .statement(
          `WITH RECURSIVE line (id, depth) AS (
             VALUES (?, 0) UNION ALL SELECT model.parent_id, depth + 1 FROM line JOIN model ON model.id = line.id)
           SELECT ${models.columns} FROM line JOIN model ON model.id = line.id ORDER BY depth`,
        )
        .all([id])
        .map(models.parse),
    add: ({ id = environment.newId(), ...model }) =>
      models.insert({ id, ...model, createdAt: timestampOf(environment) }),
    ...createMeasurementFunctions({ database, environment }),
    ...createPredictionFunctions({ database, environment }),
  }
}

function createMeasurementFunctions({ database, environment }: TableContext) {
  const metrics = createRecordTable(database, { table: 'training_metric', schema: trainingMetricSchema })
  const measured = createRecordTable(database, {
    table: 'model_measurement',
    schema: modelMeasurementSchema,
    json: ['value'],
  })
  return {
    addTrainingMetrics: (rows: readonly TrainingMetric[]) =>
      database.transaction(() => {
        for (const row of rows) metrics.insert(row)
      }),
    trainingMetrics: (modelId: string) => metrics.where('model_id = ? ORDER BY run, epoch', [modelId]),
    addMeasurement: ({ id = environment.newId(), ...measurement }: Fresh<ModelMeasurement>) =>
      measured.insert({ id, ...measurement, createdAt: timestampOf(environment) }),
    measurements: (modelId: string, kind?: string) =>
      kind === undefined
        ? measured.where('model_id = ? ORDER BY id', [modelId])
        : measured.where('model_id = ? AND kind = ? ORDER BY id', [modelId, kind]),
  }
}

const idRow = z.object({ id: z.string() })

function createPredictionFunctions({ database }: TableContext) {
  const predictions = createRecordTable(database, {
    table: 'prediction',
    schema: predictionSchema,
    flags: ['isCorrect'],
  })
  return {
    setPredictions: (rows: readonly Prediction[]) =>
      database.transaction(() => {
        for (const row of rows) {
          database
            .statement('DELETE FROM prediction WHERE model_id = ? AND image_id = ?')
            .run([row.modelId, row.imageId])
          predictions.insert(row)
        }
      }),
    predictions: (modelId: string) => predictions.where('model_id = ? ORDER BY image_id', [modelId]),
    imagesAllGetRight: (modelIds: readonly string[], split: string) =>
      database
        .statement(
          `SELECT image.id FROM image JOIN prediction ON prediction.image_id = image.id AND prediction.is_correct = 1
           WHERE image.split = ? AND prediction.model_id IN (SELECT value FROM json_each(?))
           GROUP BY image.id HAVING count(*) = ? ORDER BY image.path, image.id`,
        )
        .all([split, JSON.stringify(modelIds), new Set(modelIds).size])
        .map((row) => idRow.parse(row).id),
  }
}
