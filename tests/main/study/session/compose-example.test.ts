import { describe, expect, test } from 'vitest'
import { composeTrial } from '../../../../src/main/study/session/compose-trial'
import { previewScreens } from '../../../../src/main/study/session/preview-screens'
import { blindTrial } from '../../../../src/main/study/session/rater-view'
import type { SessionMaterial } from '../../../../src/main/study/session/session-material'
import type { ProtocolContent } from '../../../../src/shared/protocol'
import { presetNames, type PresetName } from '../../../../src/shared/protocol-presets'
import { shownPictures } from '../../../../src/shared/trials/shown-pictures'
import type { InstructionShown } from '../../../../src/shared/trials/instruction-trial'
import { smallProtocol } from '../small-protocols'
import { sessionMaterial } from './session-fixture'

/** A preset whose first instructions show an example on these pages. */
const withExamples = (preset: PresetName, examplePages: string[] | undefined): ProtocolContent => {
  const content = smallProtocol(preset)
  const first = content.timeline.findIndex(({ type }) => type === 'instructions')
  const timeline = content.timeline.map((block, index) =>
    block.type === 'instructions' && index === first ? { ...block, examplePages } : block,
  )
  return { ...content, timeline }
}

/** A page of the first instructions, with the names that the host has for pictures. */
const pageOf = (material: SessionMaterial, text: string): InstructionShown => {
  const block = material.content.timeline.findIndex(({ type }) => type === 'instructions')
  const trial = composeTrial(material, { key: 'page', block, type: 'instruction', text, repetition: 0 })
  return trial.shown as InstructionShown
}
const named = (content: ProtocolContent): SessionMaterial => ({
  ...sessionMaterial(content),
  token: (picture) => picture,
})

describe.each(presetNames)('instructions of %s', (preset) => {
  const page = smallProtocol(preset).rendering.kind === 'heat-map' ? 'heat-map' : 'occlusion-map'

  test('show a photograph and a map of it on the page that explains maps, and nothing on the others', () => {
    const material = named(smallProtocol(preset))
    const { example } = pageOf(material, `instructions.${page}`)
    const image = material.reserve.find(({ original }) => original === example!.original)!
    expect(Object.values(image.maps).map(({ picture }) => picture)).toContain(example!.picture)
    expect(material.images.has(image.id)).toBe(false)
    expect(example!.predictedClass).toBe(
      material.content.classes.find(({ id }) => id === image.classId)!.labels.en,
    )
    expect(pageOf(material, 'instructions.welcome').example).toBeNull()
  })

  test('name no model, image or file to the rater, who gets both pictures by their tokens', () => {
    const material = sessionMaterial(smallProtocol(preset))
    const block = material.content.timeline.findIndex(({ type }) => type === 'instructions')
    const step = { key: 'page', block, type: 'instruction', repetition: 0 } as const
    const trial = blindTrial(composeTrial(material, { ...step, text: `instructions.${page}` }))
    const secrets = [
      ...material.content.models.map(({ name }) => name),
      ...material.reserve.map(({ id }) => id),
      '.png',
    ]
    expect(secrets.filter((secret) => JSON.stringify(trial).includes(secret))).toEqual([])
    expect(shownPictures(trial)).toHaveLength(2)
    for (const token of shownPictures(trial)) expect(token).toMatch(/^[\w-]{22}$/)
  })
})

describe('examples', () => {
  const [welcome, keys] = ['instructions.welcome', 'instructions.keys'] as const

  test('are of another image on each page, and the same ones when a page comes again', () => {
    const material = named(withExamples('experiment-2', [welcome, keys]))
    const [first, second] = [pageOf(material, welcome).example!, pageOf(material, keys).example!]
    expect(first.original).not.toBe(second.original)
    expect(pageOf(material, welcome).example).toEqual(first)
  })

  test('are not what the first practice trial or the first check shows', () => {
    const content = smallProtocol('likert-5')
    const material = named({ ...content, sampling: { ...content.sampling, reservePerClass: 3 } })
    const { timeline } = material.content
    const [practice, rating] = (['practice', 'rating'] as const).map((type) =>
      timeline.findIndex((block) => block.type === type),
    )
    const trials = [
      composeTrial(material, { key: '', block: practice!, type: 'practice', number: 0 }),
      composeTrial(material, { key: '', block: rating!, type: 'check', number: 0 }),
    ]
    const { original } = pageOf(material, 'instructions.heat-map').example!
    expect(trials.flatMap(shownPictures)).not.toContain(original)
  })

  test('are of any model that raters see, by the session', () => {
    const material = named(smallProtocol('experiment-1-heat-maps'))
    const pictures = Array.from(
      { length: 40 },
      (_, seed) => pageOf({ ...material, seed }, 'instructions.heat-map').example!.picture,
    )
    const models = material.content.models.map(({ name }) => name)
    for (const model of models) expect(pictures.some((picture) => picture.includes(model))).toBe(true)
  })

  test('are not there in a protocol that does not ask for them, with or without images for them', () => {
    const material = named(withExamples('experiment-2', undefined))
    expect(pageOf(material, 'instructions.occlusion-map').example).toBeNull()
    expect(pageOf({ ...material, reserve: [] }, 'instructions.occlusion-map').example).toBeNull()
  })

  test('are refused without images that nobody rates, with what to do', () => {
    const material = { ...named(smallProtocol('experiment-2')), reserve: [] }
    expect(() => pageOf(material, 'instructions.occlusion-map')).toThrow(
      /examples in its instructions.*no image is kept for them\. Choose at least one image more of each class/,
    )
  })
})

test('a preview without pictures shows the text of a page with an example', () => {
  const content = smallProtocol('experiment-2')
  const token = 'x'.repeat(22)
  const request = { content, language: 'de', token: () => token } as const
  const pages = (images: SessionMaterial['reserve']) =>
    previewScreens({ ...request, images }).flatMap((screen) =>
      'trial' in screen && screen.trial.kind === 'instruction' ? [screen.trial.shown] : [],
    )
  expect(pages([]).map(({ example }) => example)).toEqual([null, null, null, null, null, null])
  const { reserve } = sessionMaterial(content)
  expect(pages(reserve.slice(0, 3)).filter(({ example }) => example !== null)).toHaveLength(1)
})
