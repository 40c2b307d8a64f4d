import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyseFile } from '../../../src/main/transfer/analyse-file'
import { defaultAnalysisOptions } from '../../../src/shared/analysis-design'
import { defaultImportOptions } from '../../../src/shared/rating-import'
import { sharedData } from '../../support/shared-data'

const folder = sharedData('mturk')
const analysis = { ...defaultAnalysisOptions, sources: ['imported' as const], replicates: 0 }
const analyse = (name: string, rates: ReadonlyMap<string, number> = new Map()) => {
  const bytes = readFileSync(join(folder!, name))
  return analyseFile({ name, bytes }, rates, { importing: defaultImportOptions, analysis })
}

// The published results (arXiv 2302.08878) from the study's own files, in one call each.
describe.skipIf(folder === null)(
  `the published files${folder === null ? ' (not beside the repository)' : ''}`,
  () => {
    it('give the published human accuracies, alpha and chi-square of experiment 2', () => {
      const result = analyse('experiment2-occlusion-classification.csv')
      const rows = result.accuracy!.byModel.map(({ modelId, accuracy, dontKnow }) => [
        modelId,
        accuracy.successes,
        accuracy.total,
        dontKnow.successes,
      ])
      expect(rows).toEqual([
        ['nonpruned', 2146, 2500, 245],
        ['2pruned', 2160, 2500, 224],
        ['32pruned', 2033, 2500, 355],
      ])
      expect(result.accuracy!.overall).toMatchObject({ accuracy: { successes: 6339, total: 7500 } })
      expect(result.agreement.overall.alpha.estimate).toBe(0.7782570935370703)
      const published = result.accuracy!.homogeneity.find(({ comparison }) =>
        comparison.includes('as published'),
      )!
      expect(published.statistic).toBe(6.041472506989748)
      expect(published.p).toBe(0.013973624374982034)
    })

    it('take compression rates from names unless they are given', () => {
      const name = 'experiment2-occlusion-classification.csv'
      const rates = (given?: ReadonlyMap<string, number>) =>
        analyse(name, given).design.models.map(({ cpr }) => cpr)
      expect(rates()).toEqual([1, 2, 32])
      expect(rates(new Map([['32pruned', 33]]))).toEqual([1, 2, 33])
    })

    it('give the published preferences and alpha of experiment 1', () => {
      const result = analyse('experiment1-heatmaps-mturk-batch.csv')
      const counts = result.preferences!.pairs.flatMap(
        ({ className, firstPreferred, equal, secondPreferred }) =>
          className === null ? [[firstPreferred, equal, secondPreferred]] : [],
      )
      expect(counts).toEqual([
        [818, 967, 715],
        [1023, 329, 1148],
      ])
      const sides = result.agreement.alternatives.find(({ group }) => group.includes('as published'))!
      expect(sides.result.alpha.n).toBe(4970)
      expect(sides.result.alpha.estimate).toBe(0.12591366696173134)
      expect(result.preferences!.equalShare).toMatchObject({ successes: 1296, total: 5000 })
    })
  },
)
