import { describe, expect, it } from 'vitest'
import { analyseRatings } from '../../../../src/main/study/findings/analyse-ratings'
import {
  findExperiment,
  listExperiments,
  queryOf,
  studyExperiments,
} from '../../../../src/main/study/findings/experiments'
import { analyseFile } from '../../../../src/main/transfer/analyse-file'
import { importIntoStudy } from '../../../../src/main/transfer/study-import/import-into-study'
import { defaultAnalysisOptions } from '../../../../src/shared/analysis-design'
import { defaultImportOptions, type ColumnMapping } from '../../../../src/shared/rating-import'
import { defaultStudyImportOptions } from '../../../../src/shared/study-import'
import { publishedFile, publishedRatingsMissing } from '../../../support/published-ratings'
import { newStudy } from '../../store/study-fixture'

const options = { ...defaultAnalysisOptions, sources: ['imported' as const], replicates: 20 }

describe.skipIf(publishedRatingsMissing !== '')(`the published files${publishedRatingsMissing}`, () => {
  it.each(['classification', 'pairs'] as const)(
    'give the same digits in a study as from the file, resampled intervals included: %s',
    (which) => {
      const study = newStudy()
      const file = publishedFile(which)
      importIntoStudy(study, file, defaultStudyImportOptions)
      const fromFile = analyseFile(file, new Map(), { importing: defaultImportOptions, analysis: options })
      const [experiment] = studyExperiments(study, options)
      const { analysis } = experiment!
      // Designs and sentences call models by the study's names, and from a file by their rates.
      const shared = { design: null, sweetSpot: null }
      expect({ ...analysis, ...shared }).toEqual({ ...fromFile, ...shared })
      expect(analysis.sweetSpot!.points.map(({ human }) => human)).toEqual(
        fromFile.sweetSpot!.points.map(({ human }) => human),
      )
      expect(analysis.design.models.map(({ modelId, cpr }) => [modelId, cpr])).toEqual(
        fromFile.design.models.map(({ modelId, cpr }) => [modelId, cpr]),
      )
    },
  )
})

// Every figure under "Published results of the ratings", from files that were imported into one study.
describe.skipIf(publishedRatingsMissing !== '')(
  `a study with both published files${publishedRatingsMissing}`,
  () => {
    const point = { ...options, replicates: 0 }
    const published = () => {
      const study = newStudy()
      importIntoStudy(study, publishedFile('classification'), defaultStudyImportOptions)
      importIntoStudy(study, publishedFile('pairs'), defaultStudyImportOptions)
      return studyExperiments(study, point).map(({ analysis }) => analysis)
    }

    it('gives what was published, to the last digit', () => {
      const [classification, pairs] = published()
      const { accuracy, agreement } = classification!
      expect(agreement.overall.alpha).toMatchObject({ estimate: 0.7782570935370703, n: 7500 })
      expect(accuracy!.overall).toMatchObject({
        accuracy: { successes: 6339, total: 7500, clustered: { estimate: 0.8452 } },
        dontKnow: { successes: 824 },
      })
      expect(
        accuracy!.byModel.map((each) => [
          each.modelId,
          each.accuracy.successes,
          each.accuracy.clustered.estimate,
          each.dontKnow.successes,
        ]),
      ).toEqual([
        ['nonpruned', 2146, 0.8584, 245],
        ['2pruned', 2160, 0.864, 224],
        ['32pruned', 2033, 0.8132, 355],
      ])
      const authors = accuracy!.homogeneity.find(({ comparison }) => comparison.endsWith('as published'))
      expect(authors).toMatchObject({ statistic: 6.041472506989748, p: 0.013973624374982034 })
      const classes = accuracy!.byClass.map((each) => [
        each.className!.replace(/^\d-/, ''),
        Number(each.accuracy.clustered.estimate!.toFixed(6)),
      ])
      expect(Object.fromEntries(classes)).toEqual({
        frenchhorn: 0.941333,
        dog: 0.937333,
        golfball: 0.936,
        church: 0.886667,
        fish: 0.866667,
        garbagetruck: 0.861333,
        parachute: 0.817333,
        cassetteplayer: 0.798667,
        gaspump: 0.792,
        chainsaw: 0.614667,
      })
      const { equalShare, pairs: byPair } = pairs!.preferences!
      expect(equalShare.clustered.estimate).toBe(0.2592)
      const counts = byPair.filter(({ className }) => className === null)
      expect(counts).toMatchObject([
        { firstModelId: '2pruned', firstPreferred: 818, equal: 967, secondPreferred: 715 },
        { firstModelId: '32pruned', firstPreferred: 1023, equal: 329, secondPreferred: 1148 },
      ])
      const chiSquare = counts[0]!.tests.find(({ method }) => method.startsWith('Chi-square'))
      expect(chiSquare).toMatchObject({ statistic: 6.920417482061318, p: 0.008521707920673275 })
      const sides = pairs!.agreement.alternatives.find(({ group }) => group.includes('as published'))!
      expect(sides.result.alpha).toMatchObject({ estimate: 0.12591366696173134, n: 4970 })
      // Within a pair of models the published coding and ours mean the same.
      const within = pairs!.agreement.byModel.map(({ result }) => result.alpha.estimate!.toFixed(4))
      expect(within).toEqual(['0.0934', '0.0880'])
    })

    it('never mixes them with answers of other sources', () => {
      for (const { data } of published())
        expect(data.sources.map(({ source }) => source)).toEqual(['imported'])
    })
  },
)

describe('imported experiments', () => {
  const mapping: ColumnMapping = {
    task: 'likert',
    rater: 'r',
    item: 'i',
    answer: 'a',
    timeUnit: 'ms',
    noChoice: [],
    scale: { minimum: 1, maximum: 7 },
  }
  const rows = ['r,i,a', 'x,1,4', 'y,1,5', 'x,2,2', 'y,2,2', 'z,2,3']
  const filled = () => {
    const study = newStudy()
    const file = { name: 'scale.csv', bytes: Buffer.from(rows.join('\n')) }
    importIntoStudy(study, file, {
      ...defaultStudyImportOptions,
      mapping,
      experiment: 'reasonable?',
      rates: { all: 1 },
    })
    return study
  }

  it('are listed with their answers by source', () => {
    const experiments = listExperiments(filled())
    expect(experiments).toMatchObject([
      {
        kind: 'import',
        title: 'reasonable?',
        task: 'likert',
        ratings: { own: 0, imported: 5, simulated: 0 },
      },
    ])
  })

  it('keep the scale that was offered', () => {
    const study = filled()
    const { design, data } = analyseRatings(study, queryOf(findExperiment(study, 'reasonable?')), options)
    expect(design.scale).toEqual({ minimum: 1, maximum: 7 })
    expect(data).toMatchObject({ sites: [], classes: [], sources: [{ source: 'imported', ratings: 5 }] })
  })

  it('leave answers of excluded sessions out, and say why', () => {
    const study = filled()
    const rater = study.raters.list().find(({ code }) => code === 'z')!
    const [session] = study.sessions.ofRater(rater.id)
    study.sessions.exclude(session!.id, { reason: 'fell asleep', actor: 'supervisor' })
    const { data } = analyseRatings(study, queryOf(findExperiment(study, 'reasonable?')), options)
    expect(data).toMatchObject({ ratingsGiven: 5, ratings: 4 })
    expect(data.exclusions).toEqual([{ reason: 'Session excluded: fell asleep', ratings: 1 }])
  })

  it('are no answers of people here', () => {
    const study = filled()
    expect(studyExperiments(study, { ...options, sources: ['own'] })).toEqual([])
    expect(() => analyseRatings(study, { task: 'likert' }, { ...options, sources: ['own'] })).toThrow(
      expect.objectContaining({ code: 'analysis/bad-input' }),
    )
  })

  it('are known by their title, and others are refused with the titles there are', () => {
    expect(() => findExperiment(filled(), 'other')).toThrow(/"reasonable\?"/)
  })
})
