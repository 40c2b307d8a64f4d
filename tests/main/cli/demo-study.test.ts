import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStudy, type DemoStudy } from '../../../src/main/cli/demo-study'
import { ComputeClient } from '../../../src/main/jobs/compute-client'
import { jobRunners } from '../../../src/main/jobs/runners'
import { sampleNetwork, sampleTraining } from '../../../src/main/jobs/training-presets'
import { createStudy } from '../../../src/main/store/create-study'
import type { StudyStore } from '../../../src/main/store/study-store'
import { studyReport } from '../../../src/main/transfer/study-report'
import type { ModelMeasurement } from '../../../src/shared/records/model-records'
import { reportSchema } from '../../../src/shared/report'
import { inProcessTransport } from '../jobs/in-process-transport'
import { makeToyFolder } from '../jobs/runners/toy-folder'

// Two plain colours, which the smallest network learns in two epochs: every part of the demo runs for real.
let root: string
let study: StudyStore
let demo: DemoStudy
const client = new ComputeClient(() => inProcessTransport(jobRunners))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-demo-study-'))
  await makeToyFolder(join(root, 'data'), 72)
  study = createStudy(join(root, 'study'), { name: 'toy', siteName: 'Ulm', sitePrefix: 'ULM' })
  const training = { ...sampleTraining, batchSize: 8, epochs: 15 }
  const request = {
    data: join(root, 'data'),
    architecture: 'vgg16-bn-gap-w8',
    sizePx: 32,
    network: sampleNetwork,
    layer: 'features.22',
    device: 'cpu' as const,
    seed: 1,
    training,
    fineTuning: { ...training, epochs: 5 },
    rates: [2, 4],
    imagesPerClass: 3,
  }
  demo = await makeDemoStudy({ study, client }, request, {})
})

afterAll(async () => {
  study.close()
  client.dispose()
  await rm(root, { recursive: true, force: true })
})

describe('the demo', () => {
  it('makes the unpruned model and one for every rate, each the child of the one before', () => {
    expect(demo.models.map(({ targetCpr }) => targetCpr)).toEqual([1, 2, 4])
    expect(demo.models.map(({ parentId }) => parentId)).toEqual([
      null,
      demo.models[0]!.id,
      demo.models[1]!.id,
    ])
  })

  it('shows only images that all shown models get right', () => {
    const shown = new Set(
      study.stimuli.sets().flatMap(({ id }) => study.stimuli.ofSet(id).map(({ imageId }) => imageId)),
    )
    const right = new Set(
      study.models.imagesAllGetRight(
        demo.models.map(({ id }) => id),
        'test',
      ),
    )
    expect(shown.size).toBeGreaterThan(0)
    expect([...shown].every((id) => right.has(id))).toBe(true)
  })

  it('measures the activations behind the maps of every shown model, before and after pruning', () => {
    const testCount = study.images.list(study.datasets.list()[0]!.id, 'test').length
    for (const { id } of demo.models) {
      const [{ value }] = study.models.measurements(id, 'activations') as [ModelMeasurement]
      expect(value).toMatchObject({ layer: 'features.22', images: testCount })
    }
    expect(demo.maps.activations).toBe('activations.json')
  })

  it('labels every answer as simulated', () => {
    const counts = study.ratings.counts()
    expect(counts.own).toBe(0)
    expect(counts.imported).toBe(0)
    expect(counts.simulated).toBeGreaterThan(0)
    for (const { analysis } of demo.experiments) {
      expect(analysis.data.sources.map(({ source }) => source)).toEqual(['simulated'])
    }
  })

  it('analyses both experiments: pairs of models, and what people see', () => {
    expect(demo.experiments.map(({ analysis }) => analysis.task)).toEqual(['pair', 'classify'])
    const [pairs, classes] = demo.experiments.map(({ analysis }) => analysis)
    // 6 images, 2 pairs or 3 models, 5 raters an item.
    expect(pairs!.data.ratings).toBe(6 * 2 * 5)
    expect(classes!.data.ratings).toBe(6 * 3 * 5)
    expect(classes!.accuracy!.byModel.map(({ accuracy }) => accuracy.total)).toEqual([30, 30, 30])
    const overall = pairs!.preferences!.pairs.filter(({ className }) => className === null)
    expect(
      overall.map(({ firstPreferred, equal, secondPreferred }) => firstPreferred + equal + secondPreferred),
    ).toEqual([30, 30])
  })

  it('gives a report with every model, experiment and map', async () => {
    const report = await studyReport(study, {
      title: 'Toy',
      createdAt: '2026-01-31T09:30:00.000Z',
      experiments: demo.experiments,
      galleryCount: 4,
    })
    expect(reportSchema.parse(report).models.map(({ cpr }) => cpr)).toEqual([1, 2, 4])
    expect(report.gallery).toHaveLength(4)
    expect(report.gallery[0]!.maps).toHaveLength(3)
    expect(report.models.every(({ epochs }) => epochs.length > 0)).toBe(true)
  })
})
