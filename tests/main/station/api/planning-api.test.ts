import { describe, expect, test } from 'vitest'
import { findingsHere } from '../../../support/findings-here'
import { smallContent } from '../../study/stored/mapped-study'
import { studioHost } from './studio-host'

const content = smallContent('experiment-2')

const asksFor = (message: unknown, kind: string): boolean =>
  typeof message === 'object' && message !== null && Reflect.get(message, 'kind') === kind

describe('planning', () => {
  test('says what a plan would be, makes it, and proves it', async () => {
    const { call, jobId } = await studioHost()
    const protocol = await call('protocols.save', { protocolId: null, content })
    expect(await call('planning.maps')).toMatchObject([
      { jobId, models: ['cpr-1', 'cpr-2'], methods: ['grad-cam'], images: 6 },
    ])
    const wish = { protocolId: protocol.id, mapsJobId: jobId, raters: 4 }
    // 2 classes × 2 images × 2 models × 2 ratings = 16 ratings by 4 raters.
    expect(await call('planning.outlook', wish)).toEqual({
      shape: { isPossible: true, load: { ratingsPerItem: 2, raters: 4, fewestItems: 4, mostItems: 4 } },
      classes: [
        { id: 'dog', available: 3, wanted: 3 },
        { id: 'church', available: 3, wanted: 3 },
      ],
      mapsProblem: null,
    })
    const plan = await call('planning.make', { ...wish, name: 'Main', seed: 7 })
    expect(plan).toMatchObject({
      raters: 4,
      ratings: 16,
      items: 8,
      holds: true,
      slots: { open: 4, taken: 0 },
      sessions: 0,
      unreadable: null,
    })
    expect(await call('planning.list')).toEqual([plan])
    const proof = await call('planning.proof', { planId: plan.id })
    expect(proof.claims[0]).toMatchObject({ counted: 'ratings of an item', range: [2, 2], holds: true })
  })

  test('says what is impossible and what is near', async () => {
    const { call, jobId } = await studioHost()
    const protocol = await call('protocols.save', { protocolId: null, content })
    const outlook = await call('planning.outlook', { protocolId: protocol.id, mapsJobId: jobId, raters: 1 })
    expect(outlook.shape).toMatchObject({
      isPossible: false,
      message: expect.stringContaining('Each item needs 2 different raters, but there is 1.'),
    })
  })

  test('says of which classes there are too few images', async () => {
    const { call, answer, jobId } = await studioHost()
    const more = { ...content, sampling: { ...content.sampling, reservePerClass: 2 } }
    const protocol = await call('protocols.save', { protocolId: null, content: more })
    const wish = { protocolId: protocol.id, mapsJobId: jobId, raters: null }
    const { classes, mapsProblem } = await call('planning.outlook', wish)
    expect(classes).toContainEqual({ id: 'dog', available: 3, wanted: 4 })
    expect(mapsProblem).toContain('dog: 3, church: 3')
    expect(await answer('planning.make', { ...wish, name: 'Main', seed: 7 })).toMatchObject({
      error: { code: 'stimuli/too-few' },
    })
    expect(await call('planning.list')).toEqual([])
  })

  test('locks the protocol of a plan, whose next version is free', async () => {
    const { call, answer, jobId } = await studioHost()
    const protocol = await call('protocols.save', { protocolId: null, content })
    const wish = { protocolId: protocol.id, mapsJobId: jobId, raters: null, name: 'Main', seed: 1 }
    await call('planning.make', wish)
    expect(await call('protocols.list')).toMatchObject({ protocols: [{ plans: ['Main'] }] })
    expect(await answer('protocols.save', { protocolId: protocol.id, content })).toMatchObject({
      error: { code: 'store/refused', message: expect.stringContaining('"Main"') },
    })
    const copy = await call('protocols.copy', { protocolId: protocol.id, name: null })
    expect(copy).toMatchObject({ version: 2, plans: [] })
  })

  test('stores no plan for a protocol that was changed while it was worked out', async () => {
    let workedOut: () => unknown = () => undefined
    const spawnFindings = () => {
      const process = findingsHere()
      const send = (message: unknown) => {
        if (asksFor(message, 'rehearsed-writes')) workedOut()
        process.send(message)
      }
      return { ...process, send }
    }
    const { call, answer, jobId, store } = await studioHost({ spawnFindings })
    const protocol = await call('protocols.save', { protocolId: null, content })
    const wish = { protocolId: protocol.id, mapsJobId: jobId, raters: null, name: 'Main', seed: 1 }
    const save = (description: string) =>
      call('protocols.save', { protocolId: protocol.id, content: { ...content, description } })
    let saved: Promise<unknown> | undefined
    workedOut = () => (saved ??= save('Changed meanwhile.'))
    expect(await answer('planning.make', wish)).toMatchObject({
      error: { code: 'protocol/changed', message: expect.stringContaining('Make the plan again') },
    })
    await saved
    expect(await call('planning.list')).toEqual([])
    expect(store.stimuli.sets()).toEqual([])
    workedOut = () => (saved = call('protocols.copy', { protocolId: protocol.id, name: null }))
    expect(await call('planning.make', wish)).toMatchObject({ name: 'Main', protocol: { version: 1 } })
    await saved
  })

  test('removes a plan, which frees its protocol', async () => {
    const { call, answer, jobId } = await studioHost()
    const protocol = await call('protocols.save', { protocolId: null, content })
    const wish = { protocolId: protocol.id, mapsJobId: jobId, raters: null, name: 'Main', seed: 1 }
    const { id: planId } = await call('planning.make', wish)
    await call('planning.remove', { planId })
    expect(await call('planning.list')).toEqual([])
    expect(await answer('planning.remove', { planId })).toMatchObject({ error: { code: 'store/not-found' } })
    expect(await call('protocols.save', { protocolId: protocol.id, content })).toMatchObject({ plans: [] })
  })
})
