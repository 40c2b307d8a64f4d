import { makePlan } from '../../../../src/main/study/plan/make-plan'
import { planRequestOf } from '../../../../src/main/study/plan/plan-request'
import { pictureTokens } from '../../../../src/main/study/session/picture-tokens'
import type { SessionMaterial, StudyImage } from '../../../../src/main/study/session/session-material'
import type { ProtocolContent } from '../../../../src/shared/protocol'

/** The files' names give everything away, as names of files do. */
const fileOf = (image: string, what: string): string => `maps/${image}_${what}.png`

/** What one session of a protocol is made from, with pictures whose names would reveal the models. */
export function sessionMaterial(content: ProtocolContent): SessionMaterial {
  const { imagesPerClass, reservePerClass } = content.sampling
  const all = content.classes.flatMap(({ id: classId }) =>
    Array.from({ length: imagesPerClass + reservePerClass }, (_, number): StudyImage => {
      const id = `${classId}-${number}`
      const maps = content.models.map(({ name }, index) => [
        name,
        { picture: fileOf(id, name), energyInside: 0.9 - 0.3 * index, isModelCorrect: true },
      ])
      return { id, classId, original: fileOf(id, 'original'), maps: Object.fromEntries(maps) }
    }),
  )
  const isReserve = ({ id }: StudyImage): boolean => Number(id.split('-').at(-1)) >= imagesPerClass
  const rated = all.filter((image) => !isReserve(image))
  const images = rated.map(({ id, classId }) => ({ id, classId }))
  const plan = makePlan(planRequestOf(content, images, { raters: null, seed: 2 }))
  const pictures = all.flatMap(({ original, maps }) => [
    original,
    ...Object.values(maps).map((m) => m.picture),
  ])
  const { token } = pictureTokens('secret', pictures)
  return {
    content,
    plan,
    slot: plan.slots[0]!,
    images: new Map(rated.map((image) => [image.id, image])),
    reserve: all.filter(isReserve),
    language: 'en',
    seed: 9,
    token,
  }
}
