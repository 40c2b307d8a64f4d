import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStudy } from '../../../src/main/store/open-study'
import { bundleEntries, type Bundle } from '../jobs/bundle-entries'
import { newStudy, plannedStudy } from './study-fixture'

let bundle: Bundle
beforeAll(async () => {
  bundle = await bundleEntries({ answering: 'tests/main/store/answering-process.ts' })
})
afterAll(() => bundle.remove())

/** A ready session of so many pairs to rate. */
function manyTrials(count: number) {
  const study = plannedStudy(newStudy())
  const { store, siteId, protocolId, setId, pair, pruned } = study
  const trial = { type: 'pair', stimulusId: pair.id, leftModelId: pruned, needsAnswer: true, parameters: {} }
  const plan = { protocolId, stimulusSetId: setId, name: 'long', seed: 1, parameters: {}, proof: {} }
  const planId = store.plans.add(plan, [Array.from({ length: count }, () => trial)]).id
  const raterId = store.raters.add({ code: 'ULM-9', siteId, source: 'own' }).id
  const planSlotId = store.plans.openSlots(planId)[0]!.id
  const { id } = store.sessions.create({ raterId, source: 'own', siteId, protocolId, planSlotId })
  store.close()
  return { folder: store.paths.folder, sessionId: id }
}

/** Starts the answering process and kills it some time after its first answer. @returns what it acknowledged */
async function answerUntilKilled(folder: string, sessionId: string, killAfterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [bundle.path('answering'), folder, sessionId])
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  await setTimeout(killAfterMs)
  child.kill('SIGKILL')
  await closed
  return output.split('\n').slice(0, -1) // what follows the last line end was not acknowledged
}

it('keeps every acknowledged answer, once, through kills at any moment, and opens again at once', async () => {
  const { folder, sessionId } = manyTrials(1500)
  const acknowledged = new Set<string>()
  for (const killAfterMs of [0, 3, 10, 25, 60]) {
    const lines = await answerUntilKilled(folder, sessionId, killAfterMs)
    expect(lines).not.toContain('all answered') // else the kill came too late to mean anything
    for (const id of lines) acknowledged.add(id)
    const study = openStudy(folder)
    const stored = study.ratings.ofSession(sessionId)
    const ids = new Set(stored.map(({ id }) => id))
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([])
    expect(new Set(stored.map(({ planTrialId }) => planTrialId)).size).toBe(stored.length)
    // At most the one answer that was stored but could not be acknowledged any more, for each kill.
    expect(stored.length - acknowledged.size).toBeLessThanOrEqual(5)
    expect(study.sessions.get(sessionId).state).toBe('interrupted')
    expect(study.integrityProblems()).toEqual([])
    study.close()
  }
  expect(acknowledged.size).toBeGreaterThan(5)
})
