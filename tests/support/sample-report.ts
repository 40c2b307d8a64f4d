import type { Report, ReportModel } from '../../src/shared/report'

/** One grey pixel. */
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='

function model(cpr: number, top1: number): ReportModel {
  const accuracy = { count: 500, top1, top5: Math.min(1, top1 + 0.1), meanLoss: 0.4, calibrationError: 0.05 }
  return {
    id: `model-${cpr}`,
    name: `CPR ${cpr}`,
    cpr,
    parameterCount: 200_000,
    nonZeroCount: Math.round(200_000 / cpr),
    validation: accuracy,
    test: accuracy,
    extraTests: { 'held-out designs': { ...accuracy, top1: top1 - 0.12, top5: top1 } },
    mapScore: { count: 400, pointingGame: 0.52, energyInside: 0.4, objectArea: 0.28 },
    epochs: [1, 2, 3].map((epoch) => ({
      epoch,
      trainLoss: 2 / epoch,
      trainTop1: 0.2 * epoch,
      validationTop1: 0.25 * epoch,
    })),
  }
}

/** A report with invented numbers, for tests of the page. */
export function sampleReport(): Report {
  return {
    formatVersion: 1,
    title: 'A report for tests',
    createdAt: '2026-01-31T09:30:00.000Z',
    program: { name: 'Sweetspot', version: '0.1.0' },
    study: { name: 'Study of tests', site: 'Lab A' },
    dataset: 'Invented images of two classes.',
    models: [model(1, 0.9), model(2, 0.91), model(4, 0.88), model(32, 0.7)],
    experiments: [],
    files: [],
    gallery: [
      {
        image: 'test/1',
        className: 'church',
        original: pixel,
        maps: [
          {
            model: 'CPR 1',
            predicted: 'church',
            noPositiveEvidence: false,
            heatMap: pixel,
            occlusionMap: pixel,
          },
          {
            model: 'CPR 32',
            predicted: 'dog',
            noPositiveEvidence: true,
            heatMap: pixel,
            occlusionMap: pixel,
          },
        ],
      },
    ],
    facts: [{ name: 'Seed', value: '0' }],
  }
}
