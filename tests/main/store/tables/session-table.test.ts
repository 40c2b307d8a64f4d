import { describe, expect, it } from 'vitest'
import { measured, newStudy, plannedStudy, startSession, type PlannedStudy } from '../study-fixture'

const refused = { code: 'store/refused' }
const conflict = { code: 'store/conflict' }

function simulation({ store, siteId }: PlannedStudy, seed: number) {
  const batchId = store.raters.addBatch({
    source: 'simulated',
    name: `seed ${seed}`,
    sha256: null,
    seed,
    parameters: {},
  }).id
  const raterId = store.raters.add({ code: 'R-1', siteId, source: 'simulated', batchId }).id
  return { batchId, raterId }
}

describe('a plan’s slot', () => {
  /** A session that was aborted, in whose place another person has begun. */
  function replaced() {
    const study = plannedStudy()
    const { store, planId } = study
    const { session } = startSession(study)
    store.sessions.move(session.id, 'aborted', 'felt unwell')
    const replacement = store.plans.addReplacement(store.plans.slot(session.planSlotId!), [])
    const second = store.plans.openSlots(planId)[0]!
    store.plans.withdrawSlot(second.id)
    return { study, session, second, replacement, planId, store }
  }

  it('is one rater’s for ever; what is left of it gets a slot of its own', () => {
    const { study, session, second, replacement, planId, store } = replaced()
    expect(store.plans.slots(planId)).toMatchObject([
      { id: session.planSlotId, position: 0, replacesId: null },
      { id: second.id, position: 1, replacesId: null, withdrawnAt: expect.any(String) },
      { id: replacement.id, position: 2, replacesId: session.planSlotId, withdrawnAt: null },
    ])
    expect(store.plans.openSlots(planId).map(({ id }) => id)).toEqual([replacement.id])
    expect(store.sessions.move(session.id, 'running').state).toBe('running')
    store.sessions.move(session.id, 'aborted')
    startSession(study, 'ULM-2')
    expect(() => store.sessions.move(session.id, 'running')).toThrow(/another person has taken over/)
    expect(() => store.plans.withdrawSlot(replacement.id)).toThrow(expect.objectContaining(refused))
    expect(store.plans.openSlots(planId)).toEqual([])
  })

  it('cannot be taken twice, nor when it was withdrawn', () => {
    const { study, session, second, store } = replaced()
    const { siteId, protocolId } = study
    const raterId = store.raters.add({ code: 'ULM-2', siteId, source: 'own' }).id
    const take = (planSlotId: string | null) => () =>
      store.sessions.create({ raterId, source: 'own', siteId, protocolId, planSlotId })
    expect(take(session.planSlotId)).toThrow(expect.objectContaining(conflict))
    expect(take(second.id)).toThrow(/the slot was withdrawn/)
  })

  it('does not count again for an excluded session once another person has begun with it', () => {
    const study = plannedStudy()
    const { store } = study
    const { session } = startSession(study)
    const decision = { reason: 'failed all checks', actor: 'supervisor' }
    const excluded = store.sessions.exclude(session.id, decision)
    expect(excluded).toMatchObject({ exclusionReason: 'failed all checks', state: 'running' })
    expect(store.audit.list(session.id)).toMatchObject([
      { action: 'session.excluded', actor: 'supervisor', details: { reason: 'failed all checks' } },
    ])
    const replacement = store.plans.addReplacement(store.plans.slot(session.planSlotId!), [])
    store.sessions.include(session.id, { reason: 'checks were broken', actor: 'supervisor' })
    expect(store.audit.list(session.id)).toHaveLength(2)
    store.sessions.exclude(session.id, decision)
    store.plans.withdrawSlot(store.plans.openSlots(study.planId)[0]!.id)
    expect(startSession(study, 'ULM-2').session.planSlotId).toBe(replacement.id)
    expect(() => store.sessions.include(session.id, decision)).toThrow(/another person has taken over/)
    expect(store.sessions.get(session.id).exclusionReason).toBe('failed all checks')
    expect(store.audit.list(session.id)).toHaveLength(3)
  })

  it('shows one session at a desk', () => {
    const study = plannedStudy()
    const { store } = study
    const [first, second] = [startSession(study).session, startSession(study, 'ULM-2').session]
    store.sessions.setSeat(first.id, 'desk')
    expect(store.sessions.atSeat('desk')?.id).toBe(first.id)
    expect(() => store.sessions.setSeat(second.id, 'desk')).toThrow(expect.objectContaining(conflict))
    store.sessions.setSeat(first.id, null)
    expect(store.sessions.setSeat(second.id, 'desk').seat).toBe('desk')
  })

  it('is free for each simulation, whoever has it', () => {
    const study = plannedStudy()
    const { store, siteId, planId, protocolId } = study
    const { session } = startSession(study)
    for (const seed of [1, 2]) {
      const { batchId, raterId } = simulation(study, seed)
      const [slot] = store.plans.openSlots(planId, batchId)
      expect(slot!.id).toBe(session.planSlotId)
      const place = { siteId, protocolId, planSlotId: slot!.id }
      store.sessions.create({ raterId, source: 'simulated', batchId, ...place })
      expect(store.plans.openSlots(planId, batchId)).toHaveLength(1)
    }
  })
})

describe('sources', () => {
  it('never mix between rater, batch, session and rating', () => {
    const study = plannedStudy()
    const { store, siteId, planId, protocolId } = study
    const { batchId, raterId } = simulation(study, 1)
    const place = { siteId, protocolId, planSlotId: store.plans.openSlots(planId)[0]!.id }
    expect(() => store.sessions.create({ raterId, source: 'own', ...place })).toThrow(
      expect.objectContaining(refused),
    )
    expect(() => store.sessions.create({ raterId, source: 'simulated', ...place })).toThrow(
      expect.objectContaining(refused),
    )
    expect(() => store.raters.add({ code: 'X', siteId, source: 'own', batchId })).toThrow(
      expect.objectContaining(refused),
    )
    expect(() => store.raters.add({ code: 'X', siteId, source: 'imported', batchId })).toThrow(
      expect.objectContaining(refused),
    )
    const session = store.sessions.create({ raterId, source: 'simulated', batchId, ...place })
    store.sessions.move(session.id, 'running')
    const rating = store.ratings.append({ sessionId: session.id, trialKey: 'consent', trialType: 'consent' })
    expect(rating.source).toBe('simulated')
    expect(store.ratings.counts()).toEqual({ own: 0, imported: 0, simulated: 1 })
  })

  it('allow the same file only once', () => {
    const { store } = plannedStudy()
    const file = {
      source: 'imported' as const,
      name: 'batch.csv',
      sha256: 'a'.repeat(64),
      seed: null,
      parameters: {},
    }
    const { id } = store.raters.addBatch(file)
    expect(store.raters.findImport(file.sha256)!.id).toBe(id)
    expect(() => store.raters.addBatch(file)).toThrow(expect.objectContaining(conflict))
  })
})

describe('a session', () => {
  it('starts ready, goes its way and keeps its times', () => {
    let nowMs = Date.UTC(2026, 0, 31, 9)
    const store = newStudy(undefined, { now: () => (nowMs += 1000) })
    const study = plannedStudy(store)
    const { session } = startSession(study)
    const running = store.sessions.get(session.id)
    expect(running.startedAt).toMatch(/^2026-01-31T09:/)
    store.sessions.move(session.id, 'paused', 'coffee')
    expect(store.sessions.get(session.id)).toMatchObject({ state: 'paused', stateReason: 'coffee' })
    store.sessions.move(session.id, 'running')
    expect(store.sessions.get(session.id)).toMatchObject({ startedAt: running.startedAt, endedAt: null })
    expect(store.sessions.list('running').map(({ id }) => id)).toEqual([session.id])
    expect(store.sessions.list('paused')).toEqual([])
  })

  it('cannot leap', () => {
    const study = plannedStudy()
    const { store } = study
    const { session } = startSession(study)
    expect(() => store.sessions.move(session.id, 'ready')).toThrow(expect.objectContaining(refused))
    expect(() => store.sessions.move(session.id, 'complete')).toThrow(/trials without an answer/)
    expect(store.sessions.get(session.id).state).toBe('running')
  })

  it('freezes its protocol, which then only changes as a copy', () => {
    const study = plannedStudy()
    const { store, protocolId } = study
    const edited = store.protocols.edit(protocolId, { trials: ['classify', 'break'] })
    expect(edited).toMatchObject({ version: 1, frozenAt: null })
    startSession(study)
    expect(store.protocols.get(protocolId).frozenAt).not.toBeNull()
    expect(() => store.protocols.edit(protocolId, { trials: [] })).toThrow(/copy it as a new version/)
    const copy = store.protocols.copy(protocolId)
    expect(copy).toMatchObject({
      version: 2,
      copiedFromId: protocolId,
      sha256: edited.sha256,
      frozenAt: null,
    })
    expect(store.protocols.latestVersion(' experiment 2 ')).toBe(2)
    expect(() => store.plans.remove(study.planId)).toThrow(expect.objectContaining(refused))
  })

  it('keeps what happened in it', () => {
    const study = plannedStudy()
    const { store } = study
    const { session } = startSession(study)
    store.sessionEvents.add({
      sessionId: session.id,
      kind: 'focus-lost',
      clockMs: 1234.5,
      trialKey: 'rating/3',
    })
    store.sessionEvents.add({ sessionId: session.id, kind: 'note', details: { text: 'sneezed' } })
    expect(store.sessionEvents.list(session.id).map(({ kind }) => kind)).toEqual(['focus-lost', 'note'])
    expect(store.sessionEvents.list(session.id, 'note')).toMatchObject([{ details: { text: 'sneezed' } }])
  })
})

describe('forAnalysis', () => {
  it('gives the rows that statistics take, of one source and kind', () => {
    const study = plannedStudy()
    const { store, single, pair, full, pruned, imageId } = study
    const { session, raterId, trials } = startSession(study)
    const answer = { ...measured, sessionId: session.id }
    const [classify, compare] = trials
    const seen = { trialType: 'classify', planTrialId: classify!.id, stimulusId: single.id }
    const first = store.ratings.append({ ...answer, ...seen, answer: 'church' })
    store.ratings.undo(first.id, 'slip')
    store.ratings.append({ ...answer, ...seen, answer: 'unknown' })
    const sides = { planTrialId: compare!.id, stimulusId: pair.id, leftModelId: pruned }
    store.ratings.append({ ...answer, ...sides, trialType: 'pair', answer: 'model', chosenModelId: full })
    store.ratings.append({ ...answer, trialKey: 'consent', trialType: 'consent', data: { hasAgreed: true } })
    const common = { raterId, imageId, className: 'dog', responseMs: 812.25, source: 'own', site: 'ULM' }
    expect([...store.ratings.forAnalysis({ task: 'classify', source: 'own' })]).toMatchObject([
      { ...common, task: 'classify', itemId: single.id, modelId: pruned, answer: null },
    ])
    expect([...store.ratings.forAnalysis({ task: 'pair', source: ['own', 'simulated'] })]).toMatchObject([
      { ...common, task: 'pair', itemId: pair.id, leftModelId: pruned, rightModelId: full, answer: full },
    ])
    expect([...store.ratings.forAnalysis({ task: 'pair', source: 'simulated' })]).toEqual([])
    expect([...store.ratings.forAnalysis({ task: 'likert', source: 'own' })]).toEqual([])
  })

  it('leaves excluded sessions out unless asked, and can be narrowed', () => {
    const study = plannedStudy()
    const { store, single, planId, siteId, setId, protocolId } = study
    const { session, trials } = startSession(study)
    store.ratings.append({
      ...measured,
      sessionId: session.id,
      trialType: 'classify',
      planTrialId: trials[0]!.id,
      stimulusId: single.id,
      answer: 'dog',
    })
    const query = { task: 'classify', source: 'own' } as const
    const count = (filter: object) => [...store.ratings.forAnalysis({ ...query, ...filter })].length
    expect(count({ planId, siteId, protocolId, stimulusSetId: setId })).toBe(1)
    expect(count({ planId: siteId })).toBe(0)
    expect(count({ batchId: siteId })).toBe(0)
    store.sessions.exclude(session.id, { reason: 'test run', actor: 'supervisor' })
    expect(count({})).toBe(0)
    expect(count({ withExcluded: true })).toBe(1)
  })

  it('leaves trials out whose time ran out', () => {
    const study = plannedStudy()
    const { store, single } = study
    const { session, trials } = startSession(study)
    const seen = { trialType: 'classify', planTrialId: trials[0]!.id, stimulusId: single.id, answer: null }
    store.ratings.append({ ...measured, sessionId: session.id, ...seen })
    expect([...store.ratings.forAnalysis({ task: 'classify', source: 'own' })]).toEqual([])
    expect(store.ratings.counts().own).toBe(1)
  })
})
