import { describe, expect, test } from 'vitest'
import { answerQuestion } from '../../../../src/main/jobs/findings/answer-question'
import { blindLifted } from '../../../../src/main/study/findings/blind'
import type { StudyReader } from '../../../../src/main/jobs/findings/study-reader'
import { StudyReaders } from '../../../../src/main/jobs/findings/study-reader'
import type { StudyStore } from '../../../../src/main/store/study-store'
import { simulateRatings } from '../../../../src/main/study/stored/simulate-ratings'
import { importIntoStudy } from '../../../../src/main/transfer/study-import/import-into-study'
import type { AnalysisAnswer } from '../../../../src/shared/analysis-answer'
import { defaultAnalysisOptions, type AnalysisOptions } from '../../../../src/shared/analysis-design'
import type { ListedExperiment as Experiment } from '../../../../src/shared/analysis-blind'
import { defaultStudyImportOptions } from '../../../../src/shared/study-import'
import { smallProtocol } from '../../study/small-protocols'
import { answerOnce } from '../../study/stored/answer-once'
import { studyWithPlan } from '../../study/stored/stored-study'
import { newStudy } from '../../store/study-fixture'

const refOf = ({ kind, id }: Experiment) => ({ kind, id })

/** Reads the study beside whoever writes it, as the process does. */
function readerOf(study: StudyStore): () => StudyReader {
  const readers = new StudyReaders()
  return () => readers.of(study.paths.folder)
}

const csv = [
  'who,what,image,said,class,net,ms',
  ...['a', 'b', 'c'].flatMap((who) => [
    `${who},dog-1-cpr1,dog-1,dog,dog,cpr-1,900`,
    `${who},dog-1-cpr2,dog-1,${who === 'a' ? 'cat' : 'dog'},dog,cpr-2,800`,
    `${who},cat-1-cpr1,cat-1,cat,cat,cpr-1,700`,
    `${who},cat-1-cpr2,cat-1,?,cat,cpr-2,650`,
  ]),
].join('\n')
const mapping = {
  task: 'classify' as const,
  rater: 'who',
  item: 'what',
  image: 'image',
  answer: 'said',
  className: 'class',
  model: 'net',
  time: 'ms',
  timeUnit: 'ms' as const,
  noChoice: ['?'],
}

function importedStudy() {
  const study = newStudy()
  const file = { name: 'ratings.csv', bytes: Buffer.from(csv) }
  importIntoStudy(study, file, { ...defaultStudyImportOptions, mapping, experiment: 'Pilot' })
  const reader = readerOf(study)
  const [experiment] = answerQuestion('experiments', null, reader).experiments
  return { study, reader, experiment: experiment! }
}

const options: AnalysisOptions = { ...defaultAnalysisOptions, replicates: 50, sources: ['imported'] }

describe('imported ratings', () => {
  test('are listed as an experiment of their own, with nothing hidden', () => {
    expect(importedStudy().experiment).toMatchObject({
      title: 'Pilot',
      task: 'classify',
      ratings: { own: 0, imported: 12, simulated: 0 },
      blind: { state: 'not-needed' },
    })
  })

  test('show at first the curve that the whole analysis has', () => {
    const { reader, experiment } = importedStudy()
    const at = (stage: 'first-look' | 'points' | 'intervals') =>
      answerQuestion('analysis', { experiment: refOf(experiment), options, stage }, reader)
    const look = at('first-look') as Extract<AnalysisAnswer, { kind: 'first-look' }>
    const points = at('points') as Extract<AnalysisAnswer, { kind: 'whole' }>
    const whole = at('intervals') as Extract<AnalysisAnswer, { kind: 'whole' }>
    const curve = (spot: typeof look.look.sweetSpot) =>
      spot!.points.map(({ label, human }) => [label, human.estimate])
    // 6 of 6 with cpr-1; with cpr-2 two of three on the dog, and three do not know the cat.
    expect(curve(look.look.sweetSpot)).toEqual([
      ['cpr-1', 1],
      ['cpr-2', 2 / 6],
    ])
    expect(curve(points.analysis.sweetSpot)).toEqual(curve(look.look.sweetSpot))
    expect(curve(whole.analysis.sweetSpot)).toEqual(curve(look.look.sweetSpot))
    expect(points.analysis.accuracy!.overall.accuracy.bootstrap.interval).toBeNull()
    expect(whole.analysis.accuracy!.overall.accuracy.bootstrap.interval).not.toBeNull()
    expect(look.look.data.choices).toEqual({
      classNames: ['cat', 'dog'],
      modelIds: ['cpr-1', 'cpr-2'],
      raterGroups: [],
      sites: [],
    })
  })

  test('lead from a cell of the confusion matrix to the stimuli behind it', () => {
    const { reader, experiment } = importedStudy()
    const request = {
      experiment: refOf(experiment),
      options,
      order: 'agreement' as const,
      offset: 0,
      limit: 10,
    }
    const pick = { className: 'dog', answer: 'cat', modelId: 'cpr-2' }
    const { total, stimuli } = answerQuestion('stimuli', { ...request, pick }, reader)
    expect(total).toBe(1)
    expect(stimuli[0]).toMatchObject({
      itemId: 'dog-1-cpr2 (cpr-2)',
      className: 'dog',
      answers: [
        { answer: 'dog', count: 2, isCorrect: true },
        { answer: 'cat', count: 1, isCorrect: false },
      ],
      correctShare: 2 / 3,
      agreement: 1 / 3, // of three pairs of raters one agrees
      parts: [{ modelId: 'cpr-2', picture: null }],
    })
    const detail = answerQuestion(
      'stimulus',
      {
        experiment: refOf(experiment),
        options: { ...options, excludedRaters: [{ raterId: 'a', reason: 'Asleep' }] },
        itemId: stimuli[0]!.itemId,
      },
      reader,
    )
    expect(detail.ratings.map(({ raterId, answer, leftOut }) => [raterId, answer, leftOut])).toEqual([
      ['a', 'cat', 'Rater excluded: Asleep'],
      ['b', 'dog', null],
      ['c', 'dog', null],
    ])
    expect(detail.stimulus.ratings).toBe(2)
  })

  test('are read again after the study has changed', () => {
    const { study, reader, experiment } = importedStudy()
    const request = { experiment: refOf(experiment), options, stage: 'points' as const }
    expect(answerQuestion('analysis', request, reader)).toMatchObject({ analysis: { data: { ratings: 12 } } })
    const file = {
      name: 'more.csv',
      bytes: Buffer.from(`${csv.split('\n')[0]}\nd,dog-1-cpr1,dog-1,dog,dog,cpr-1,500`),
    }
    importIntoStudy(study, file, { ...defaultStudyImportOptions, mapping, experiment: 'Pilot' })
    expect(answerQuestion('analysis', request, reader)).toMatchObject({ analysis: { data: { ratings: 13 } } })
  })
})

describe('a plan that is not complete', () => {
  /** Simulated raters have done it; one person has answered once. */
  function begunStudy() {
    const planned = studyWithPlan(smallProtocol('experiment-2'))
    const { store, planId, protocolId } = planned
    simulateRatings(store, {
      planId,
      name: 'run',
      panel: 'mixed',
      seed: 1,
      startedAt: '2026-01-31T09:30:00.000Z',
    })
    answerOnce(store, { planId, protocolId })
    const reader = readerOf(store)
    const experiment = answerQuestion('experiments', null, reader).experiments[0] as Experiment
    return { ...planned, reader, experiment }
  }
  const request = (experiment: Experiment, sources: AnalysisOptions['sources']) => ({
    experiment: refOf(experiment),
    options: { ...options, sources },
    stage: 'points' as const,
  })

  test('tells of its raters and nothing of its effects', () => {
    const { reader, experiment, plan } = begunStudy()
    const planned = plan.slots.flatMap(({ trials }) => trials).length
    expect(experiment.blind).toEqual({ state: 'blind', collected: 1, planned, lifted: null })
    const answer = answerQuestion('analysis', request(experiment, ['own']), reader)
    expect(answer).toMatchObject({ kind: 'blinded', quality: { data: { ratings: 1 } } })
    expect(JSON.stringify(answer)).not.toMatch(/estimate|sweetSpot|preferences/)
  })

  test.each(['stimuli', 'stimulus', 'pilot'] as const)('refuses %s', (kind) => {
    const { reader, experiment } = begunStudy()
    const { options: asked } = request(experiment, ['own', 'simulated'])
    const requests = {
      stimuli: {
        experiment: refOf(experiment),
        options: asked,
        pick: {},
        order: 'name',
        offset: 0,
        limit: 5,
      },
      stimulus: { experiment: refOf(experiment), options: asked, itemId: 'anything' },
      pilot: { experiment: refOf(experiment), options: asked },
    }
    expect(() => answerQuestion(kind, requests[kind], reader)).toThrow(
      expect.objectContaining({ code: 'analysis/blinded' }),
    )
  })

  test('hides nothing of simulated ratings beside those of people before there is one', () => {
    const planned = studyWithPlan(smallProtocol('experiment-2'))
    const { store, planId, protocolId } = planned
    const startedAt = '2026-01-31T09:30:00.000Z'
    simulateRatings(store, { planId, name: 'run', panel: 'mixed', seed: 1, startedAt })
    const reader = readerOf(store)
    const experiment = answerQuestion('experiments', null, reader).experiments[0] as Experiment
    const mixed = request(experiment, ['own', 'simulated'])
    expect(answerQuestion('analysis', mixed, reader)).toMatchObject({ kind: 'whole' })
    answerOnce(store, { planId, protocolId })
    expect(answerQuestion('analysis', mixed, reader)).toMatchObject({ kind: 'blinded' })
  })

  test('hides nothing of simulated ratings', () => {
    const { reader, experiment } = begunStudy()
    expect(answerQuestion('analysis', request(experiment, ['simulated']), reader)).toMatchObject({
      kind: 'whole',
    })
  })

  test('shows all once the blind is lifted, and says why', () => {
    const { store, reader, experiment, planId } = begunStudy()
    const details = { reason: 'The reviewers ask for an interim analysis.', collected: 1 }
    store.audit.add({ actor: 'studio', action: blindLifted, subjectType: 'plan', subjectId: planId, details })
    expect(answerQuestion('analysis', request(experiment, ['own']), reader)).toMatchObject({
      kind: 'whole',
      blind: { state: 'lifted', lifted: details },
    })
  })
})
