import { describe, expect, test } from 'vitest'
import { changeByHand, damageByHand } from '../../../support/change-by-hand'
import { smallContent } from '../../study/stored/mapped-study'
import { studioHost } from './studio-host'

const content = smallContent('experiment-2')

describe('protocols', () => {
  test('are saved, listed, changed and read back', async () => {
    const { call } = await studioHost()
    const saved = await call('protocols.save', { protocolId: null, content })
    expect(saved).toMatchObject({ name: 'Experiment 2', version: 1, task: 'classify', plans: [] })
    const changed = { ...content, description: 'ours' }
    await call('protocols.save', { protocolId: saved.id, content: changed })
    expect(await call('protocols.get', { protocolId: saved.id })).toEqual(changed)
    expect(await call('protocols.list')).toMatchObject({
      protocols: [{ id: saved.id, description: 'ours', version: 1 }],
      unreadable: [],
    })
  })

  test('that cannot be read are named with the reason, beside those that can', async () => {
    const { call, answer, store } = await studioHost()
    const sound = await call('protocols.save', { protocolId: null, content })
    const old = store.protocols.add('Of another program', { task: 'smell' })
    const { protocols, unreadable } = await call('protocols.list')
    expect(protocols).toEqual([sound])
    expect(unreadable).toMatchObject([
      { id: old.id, name: 'Of another program', version: 1, canBeCopied: false },
    ])
    expect(unreadable[0]!.reason).toContain('task')
    expect(await answer('protocols.copy', { protocolId: old.id, name: null })).toMatchObject({
      error: { code: 'protocol/invalid' },
    })
    expect(store.protocols.list()).toHaveLength(2)
  })

  test('whose rows are damaged are named with the reason, beside the others and their plans', async () => {
    const { call, store, jobId } = await studioHost()
    const planned = await call('protocols.save', { protocolId: null, content })
    const wish = { protocolId: planned.id, mapsJobId: jobId, raters: null, name: 'Main', seed: 1 }
    await call('planning.make', wish)
    const sound = await call('protocols.save', { protocolId: null, content: { ...content, name: 'Sound' } })
    const old = store.protocols.add('A taste', { task: 'smell' })
    damageByHand(store.paths.database, planned.id, '{"task": ')
    const { protocols, unreadable } = await call('protocols.list')
    expect(protocols).toEqual([sound])
    expect(unreadable).toMatchObject([
      { id: old.id },
      { id: planned.id, name: 'Experiment 2', version: 1, canBeCopied: false },
    ])
    expect(unreadable[1]!.reason).toContain('content')
    expect(await call('planning.list')).toMatchObject([{ protocol: { name: 'Experiment 2', version: 1 } }])
    expect(await call('plans.choices')).toMatchObject({ plans: [], unreadable: [{ name: 'Main' }] })
  })

  test('that were changed by hand go on as a copy', async () => {
    const { call, store } = await studioHost()
    const { id } = await call('protocols.save', { protocolId: null, content })
    changeByHand(store.paths.database, id, { ...content, description: 'by hand' })
    const { protocols, unreadable } = await call('protocols.list')
    expect(protocols).toEqual([])
    expect(unreadable).toMatchObject([{ id, canBeCopied: true }])
    expect(unreadable[0]!.reason).toContain('its hash is')
    await call('protocols.copy', { protocolId: id, name: null })
    expect((await call('protocols.list')).protocols).toMatchObject([{ version: 2, description: 'by hand' }])
  })

  test('tell other windows when they change', async () => {
    const { host, call } = await studioHost()
    const heard: unknown[] = []
    host.hub.subscribe({ role: 'studio' }, { hear: (name) => heard.push(name), end: () => undefined })
    await call('protocols.save', { protocolId: null, content })
    await expect.poll(() => heard).toContain('study.changed')
  })

  test('are refused while something is wrong, naming the field', async () => {
    const { answer } = await studioHost()
    const wrong = { ...content, sampling: { ...content.sampling, itemsPerRater: 5 } }
    expect(await answer('protocols.save', { protocolId: null, content: wrong })).toMatchObject({
      ok: false,
      error: { code: 'protocol/invalid', message: expect.stringContaining('sampling.itemsPerRater') },
    })
  })

  test('keep their name, and do not take one that is taken', async () => {
    const { call, answer } = await studioHost()
    const { id } = await call('protocols.save', { protocolId: null, content })
    expect(await answer('protocols.save', { protocolId: null, content })).toMatchObject({
      error: { code: 'store/conflict' },
    })
    const renamed = { ...content, name: 'Other' }
    expect(await answer('protocols.save', { protocolId: id, content: renamed })).toMatchObject({
      error: { code: 'store/refused', message: expect.stringContaining('Copy the protocol') },
    })
  })

  test('are copied as the next version, or under a new name', async () => {
    const { call } = await studioHost()
    const { id } = await call('protocols.save', { protocolId: null, content })
    expect(await call('protocols.copy', { protocolId: id, name: null })).toMatchObject({ version: 2 })
    const other = await call('protocols.copy', { protocolId: id, name: 'Mine' })
    expect(other).toMatchObject({ name: 'Mine', version: 1 })
    expect(await call('protocols.get', { protocolId: other.id })).toMatchObject({ name: 'Mine' })
  })

  test('know the models and classes of the study', async () => {
    const { call } = await studioHost()
    expect((await call('protocols.material')).models).toMatchObject([
      { name: 'cpr-1', cpr: 1 },
      { name: 'cpr-2', cpr: 2 },
    ])
  })

  test('are shown as raters would see them, without a trace of which model is which', async () => {
    const { call } = await studioHost()
    const { screens, hasPictures } = await call('protocols.preview', { content, language: 'de' })
    expect(hasPictures).toBe(true)
    const kinds = screens.map((screen) => ('trial' in screen ? screen.trial.kind : 'end'))
    // Two models are two conditions; the check looks like the trials around it.
    expect(kinds).toEqual([
      'consent',
      'questionnaire',
      ...Array(4).fill('instruction'),
      ...Array(2).fill('comprehension-check'),
      'instruction',
      'practice',
      'instruction',
      ...Array(3).fill('classify'),
      'break',
      'end',
    ])
    expect(JSON.stringify(screens)).not.toMatch(/cpr-|\.png/)
  })

  test('are shown without pictures where no maps fit', async () => {
    const { call } = await studioHost()
    const heat = smallContent('experiment-1-heat-maps')
    const { screens, hasPictures } = await call('protocols.preview', { content: heat, language: 'en' })
    expect(hasPictures).toBe(false)
    expect(screens.map((screen) => 'trial' in screen && screen.trial.kind)).not.toContain('pair')
    expect(screens.at(-1)).toMatchObject({ trialKey: 'end' })
  })
})
