import { StudioError } from '../../../shared/errors'
import { planLoad } from '../../../shared/plan-shape'
import type { PlanOutlook } from '../../../shared/planning-procedures'
import { planShapeOf, type ProtocolContent } from '../../../shared/protocol'
import type { StudyStore } from '../../store/study-store'
import { contentOf } from '../protocol-content'
import { imagesOfClasses, mappedImages, refuseUnfit, type ClassCount } from './mapped-images'

/** What is wished of a plan before it is made. */
export interface PlanWish {
  readonly protocolId: string
  readonly mapsJobId: string
  /** Null for as many as the protocol's items per rater give. */
  readonly raters: number | null
}

/** Whether a plan can be made, what each rater would have to do, and what the maps lack. Stores nothing. */
export function planOutlook(study: StudyStore, { protocolId, mapsJobId, raters }: PlanWish): PlanOutlook {
  const content = contentOf(study.protocols.get(protocolId))
  const shape = planShapeOf(content)
  const answer = planLoad({ ...shape, raters, itemsPerRater: raters === null ? shape.itemsPerRater : null })
  return {
    shape: answer.isPossible ? answer : { ...answer, nearest: [...answer.nearest] },
    ...mapsOutlook(study, content, mapsJobId),
  }
}

function mapsOutlook(
  study: StudyStore,
  content: ProtocolContent,
  mapsJobId: string,
): Pick<PlanOutlook, 'classes' | 'mapsProblem'> {
  let classes: readonly ClassCount[] = []
  try {
    const images = mappedImages(study, content, mapsJobId)
    classes = imagesOfClasses(images, content)
    refuseUnfit(study, images, content)
    return { classes: [...classes], mapsProblem: null }
  } catch (thrown) {
    if (!(thrown instanceof StudioError)) throw thrown
    return { classes: [...classes], mapsProblem: thrown.message }
  }
}
