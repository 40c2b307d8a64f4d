import { describe, expect, test } from 'vitest'
import { composeCheck, composePractice } from '../../../../src/main/study/session/compose-check'
import type { SessionMaterial } from '../../../../src/main/study/session/session-material'
import { languages } from '../../../../src/shared/languages/languages'
import { ratingType, type ShownTask } from '../../../../src/shared/trials/rating-tasks'
import { shownPictures } from '../../../../src/shared/trials/shown-pictures'
import { smallProtocol } from '../small-protocols'
import { sessionMaterial } from './session-fixture'

/** Two images of each class are kept for what nobody rates. */
const reserveCount = 4

/** What a person may answer, by the words on the buttons. */
const answersOf = ({ kind, shown }: ShownTask): ReadonlyMap<string, string> =>
  new Map(
    ratingType(kind)
      .choices(shown)
      .map(({ id, label }) => [id, label]),
  )

const originalsOf = (material: SessionMaterial) =>
  new Map(material.reserve.map((image) => [material.token(image.original), image]))

describe('a check with a known answer', () => {
  test('shows a whole image of the class that passes, each of the reserve once before one comes again', () => {
    const material = sessionMaterial(smallProtocol('experiment-2'))
    const originals = originalsOf(material)
    const images = Array.from({ length: reserveCount }, (_, number) => {
      const check = composeCheck(material, 'known-answer', number)
      const [picture] = shownPictures(check)
      const image = originals.get(picture!)!
      expect(check.hidden.expected).toBe(image.classId)
      return image.id
    })
    expect(new Set(images).size).toBe(reserveCount)
    const again = composeCheck(material, 'known-answer', reserveCount)
    expect(originals.get(shownPictures(again)[0]!)!.id).toBe(images[0])
  })

  test('of pairs shows one map twice, which is "both equally"', () => {
    const material = sessionMaterial(smallProtocol('experiment-1-heat-maps'))
    for (let number = 0; number < reserveCount; number++) {
      const { shown, hidden } = composeCheck(material, 'known-answer', number)
      if (shown.task.kind !== 'pair') throw new Error('Experiment 1 shows pairs.')
      expect(shown.task.shown.left).toBe(shown.task.shown.right)
      expect(hidden.expected).toBe('equal')
    }
  })
})

test.each(['experiment-1-heat-maps', 'experiment-2', 'likert-5'] as const)(
  'an instructed check of %s asks for the answer that passes, and not always for the same',
  (preset) => {
    const protocol = smallProtocol(preset)
    const material = sessionMaterial({
      ...protocol,
      texts: { en: { ...languages.en.texts, ...protocol.texts.en } },
    })
    const expected = Array.from({ length: 12 }, (_, number) => {
      const check = composeCheck(material, 'instructed', number)
      const label = answersOf(check.shown.task).get(check.hidden.expected)
      expect(label).toBeDefined()
      expect(check.shown.task.shown.question).toContain(label)
      return check.hidden.expected
    })
    expect(new Set(expected).size).toBeGreaterThan(1)
  },
)

describe('practice', () => {
  test('begins with other images than the checks do', () => {
    const material = sessionMaterial(smallProtocol('experiment-1-heat-maps'))
    const picturesOf = (trial: Parameters<typeof shownPictures>[0]) => new Set(shownPictures(trial))
    const practised = [0, 1].map((number) => picturesOf(composePractice(material, number)))
    const checked = [0, 1].map((number) => picturesOf(composeCheck(material, 'known-answer', number)))
    const all = [...practised, ...checked].flatMap((pictures) => [...pictures])
    expect(new Set(all).size).toBe(all.length)
  })

  test('of pairs takes the map with more of its energy inside the object as right, on either side', () => {
    const material = sessionMaterial(smallProtocol('experiment-1-heat-maps'))
    const answers = Array.from({ length: 12 }, (_, number) => {
      const { shown, hidden } = composePractice(material, number)
      if (hidden.task.kind !== 'pair') throw new Error('Experiment 1 shows pairs.')
      const { leftEvidence, rightEvidence } = hidden.task.hidden
      expect(shown.rightAnswer).toBe(
        leftEvidence.energyInside! > rightEvidence.energyInside! ? 'left' : 'right',
      )
      expect(shown.feedback.wrong).toContain(answersOf(shown.task).get(shown.rightAnswer!))
      return shown.rightAnswer
    })
    expect(new Set(answers)).toEqual(new Set(['left', 'right']))
  })

  test('of pairs shows one map twice every other time where no map is known to be better', () => {
    const material = sessionMaterial(smallProtocol('experiment-1-heat-maps'))
    const unknown = Object.entries(material.reserve[0]!.maps).map(([model, map]) => [
      model,
      { ...map, energyInside: null },
    ])
    const reserve = material.reserve.map((image) => ({ ...image, maps: Object.fromEntries(unknown) }))
    const answers = [0, 1, 2, 3].map((number) => {
      const { shown } = composePractice({ ...material, reserve }, number)
      if (shown.task.kind !== 'pair') throw new Error('Experiment 1 shows pairs.')
      expect(shown.task.shown.left === shown.task.shown.right).toBe(shown.rightAnswer === 'equal')
      return shown.rightAnswer
    })
    expect(answers).toEqual([null, 'equal', null, 'equal'])
  })

  test('of scales has no right answer', () => {
    const practice = composePractice(sessionMaterial(smallProtocol('likert-5')), 0)
    expect(practice.shown.rightAnswer).toBeNull()
  })
})
