import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { measured, plannedStudy, startSession } from '../study-fixture'

function answered() {
  const study = plannedStudy()
  const { session, raterId, trials } = startSession(study)
  const [classify, pair] = trials
  const first = {
    ...measured,
    id: '0190a0a0-0000-7000-8000-000000000001',
    sessionId: session.id,
    planTrialId: classify!.id,
    trialType: 'classify',
    stimulusId: study.single.id,
    answer: 'dog',
  }
  const rating = study.store.ratings.append(first)
  return { ...study, session, raterId, classify: classify!, pairTrial: pair!, first, rating }
}

describe('append', () => {
  it('stores an answer with its times', () => {
    const { store, rating, session, classify } = answered()
    expect(store.ratings.get(rating.id)).toEqual(rating)
    expect(rating).toMatchObject({
      ...measured,
      source: 'own',
      trialKey: classify.id,
      attempt: 1,
      focusLosses: 0,
      chosenModelId: null,
    })
    expect(store.sessions.progress(session.id)).toEqual({ answered: 1, total: 2 })
    expect(store.ratings.answeredTrials(session.id)).toEqual(new Set([classify.id]))
  })

  it('acknowledges the same answer once more without storing it twice', () => {
    const { store, first, rating, session } = answered()
    expect(store.ratings.append(first)).toEqual(rating)
    expect(store.ratings.ofSession(session.id)).toHaveLength(1)
  })

  it('refuses another answer under the same id, and a second answer to the same trial', () => {
    const { store, first, session } = answered()
    expect(() => store.ratings.append({ ...first, answer: 'church' })).toThrow(
      expect.objectContaining({ code: 'store/conflict' }),
    )
    const anew = { ...first, id: undefined }
    expect(() => store.ratings.append({ ...anew, answer: 'church' })).toThrow(
      expect.objectContaining({ code: 'store/conflict' }),
    )
    expect(store.ratings.ofSession(session.id).map(({ answer }) => answer)).toEqual(['dog'])
  })

  it('stores the model chosen, and only one that was shown', () => {
    const { store, session, pairTrial, pair, pruned } = answered()
    const choice = {
      ...measured,
      sessionId: session.id,
      planTrialId: pairTrial.id,
      trialType: 'pair',
      stimulusId: pair.id,
      leftModelId: pruned,
      answer: 'model',
    }
    const other = store.models.add({ ...store.models.get(pruned), id: undefined, name: 'cpr-4' }).id
    expect(() => store.ratings.append({ ...choice, chosenModelId: other })).toThrow(
      expect.objectContaining({ code: 'store/refused' }),
    )
    expect(() => store.ratings.append({ ...choice, answer: 'left', chosenModelId: pruned })).toThrow(
      expect.objectContaining({ code: 'store/refused' }),
    )
    expect(store.ratings.append({ ...choice, chosenModelId: pruned }).chosenModelId).toBe(pruned)
  })

  it.each([
    ['without measured times', { responseMs: null }],
    ['with a time before its onset', { responseMs: -1 }],
    ['without a category', { answer: '' }],
    ['on the wrong side', { leftModelId: null }],
    ['for a stimulus that the trial does not show', { stimulusId: null }],
    ['as another type than its trial', { trialType: 'likert' }],
  ])('refuses an answer of a person %s', (_, wrong) => {
    const { store, session, pairTrial, pair, pruned } = answered()
    const right = {
      ...measured,
      sessionId: session.id,
      planTrialId: pairTrial.id,
      trialType: 'pair',
      stimulusId: pair.id,
      leftModelId: pruned,
      answer: 'equal',
    }
    expect(() => store.ratings.append({ ...right, ...wrong })).toThrow(
      expect.objectContaining({ code: 'store/refused' }),
    )
    expect(store.ratings.append(right).answer).toBe('equal')
  })

  it('refuses a trial of another slot and a session that has not started', () => {
    const study = answered()
    const { store, first } = study
    const { siteId, protocolId, planId } = study
    const planSlotId = store.plans.openSlots(planId)[0]!.id
    const raterId = store.raters.add({ code: 'ULM-2', siteId, source: 'own' }).id
    const { id } = store.sessions.create({ raterId, source: 'own', siteId, protocolId, planSlotId })
    const planTrialId = store.plans.trials(planSlotId)[0]!.id
    const anew = { ...first, id: undefined, sessionId: id }
    expect(() => store.ratings.append({ ...anew, planTrialId })).toThrow(/has not started/)
    store.sessions.move(id, 'running')
    expect(() => store.ratings.append(anew)).toThrow(/another slot/)
  })

  it('stores all of a list or none', () => {
    const { store, session, pairTrial, pair, pruned, first } = answered()
    const good = {
      ...measured,
      sessionId: session.id,
      planTrialId: pairTrial.id,
      trialType: 'pair',
      stimulusId: pair.id,
      leftModelId: pruned,
      answer: 'equal',
    }
    const taken = { ...first, id: undefined }
    expect(() => store.ratings.appendAll([good, taken])).toThrow(
      expect.objectContaining({ code: 'store/conflict' }),
    )
    expect(store.ratings.counts()).toEqual({ own: 1, simulated: 0, imported: 0 })
    expect(store.ratings.appendAll([good])).toBe(1)
  })
})

describe('undo', () => {
  it('keeps the answer and lets its trial be answered once more', () => {
    const { store, first, rating, session } = answered()
    store.ratings.undo(rating.id, 'slip')
    expect(store.sessions.progress(session.id).answered).toBe(0)
    const anew = { ...first, id: undefined }
    const second = store.ratings.append({ ...anew, answer: 'church' })
    expect(second.attempt).toBe(2)
    expect(store.ratings.ofSession(session.id)).toEqual([second])
    expect(store.ratings.history(session.id).map(({ answer, undo }) => [answer, undo?.reason])).toEqual([
      ['dog', 'slip'],
      ['church', undefined],
    ])
    expect(() => store.ratings.undo(rating.id, 'again')).toThrow(
      expect.objectContaining({ code: 'store/conflict' }),
    )
  })

  it('is not possible once the session is complete', () => {
    const { store, session, pairTrial, pair, pruned } = answered()
    expect(() => store.sessions.move(session.id, 'complete')).toThrow(/trials without an answer/)
    const last = store.ratings.append({
      ...measured,
      sessionId: session.id,
      planTrialId: pairTrial.id,
      trialType: 'pair',
      stimulusId: pair.id,
      leftModelId: pruned,
      answer: 'equal',
    })
    expect(store.sessions.move(session.id, 'complete').endedAt).not.toBeNull()
    expect(() => store.ratings.undo(last.id, 'slip')).toThrow(/complete session/)
  })
})

describe('what is recorded', () => {
  it.each([
    'UPDATE rating SET answer = ?',
    'DELETE FROM rating WHERE answer <> ?',
    'UPDATE session SET source = ?',
    'DELETE FROM session WHERE state <> ?',
  ])('cannot be changed, not even by another tool: %s', (sql) => {
    const { store } = answered()
    const other = new Database(store.paths.database)
    expect(() => other.prepare(sql).run('imported')).toThrow(/never|keeps/)
    other.close()
    expect(store.ratings.counts().own).toBe(1)
  })
})
