import { StudioError } from '../../../shared/errors'
import type { LanguageTag } from '../../../shared/languages/languages'
import type { ProtocolContent } from '../../../shared/protocol'
import type { StudyStore } from '../../store/study-store'
import { previewScreens, type PreviewScreen } from '../session/preview-screens'
import type { StudyImage } from '../session/session-material'
import { checkedContent } from '../protocol-content'
import { mappedImages, pictureOf } from './mapped-images'
import { listMapsChoices } from './maps-choices'

/** As many as a preview shows: one to rate, one for practice, one for a check. */
const imageCount = 3

export interface PreviewWish {
  /** Need not be stored. */
  readonly content: ProtocolContent
  readonly language: LanguageTag
  /** Gives a picture, by its path below the study's artifacts, a name for the page. */
  readonly lend: (path: string) => string
}

/**
 * The screens of a protocol with pictures of the study, where a run of map making fits it; without pictures otherwise.
 * @throws StudioError `protocol/invalid`
 */
export function previewProtocol(
  study: StudyStore,
  { content, language, lend }: PreviewWish,
): { readonly screens: readonly PreviewScreen[]; readonly hasPictures: boolean } {
  const images = sampleImages(study, checkedContent(content))
  const token = (artifactId: string): string => lend(study.artifacts.get(artifactId).path)
  return { screens: previewScreens({ content, language, images, token }), hasPictures: images.length > 0 }
}

/** Images of the newest run that fits; none where no run does. */
function sampleImages(study: StudyStore, content: ProtocolContent): readonly StudyImage[] {
  for (const { jobId } of listMapsChoices(study)) {
    try {
      const images = mappedImages(study, content, jobId).slice(0, imageCount)
      if (images.length < 2 || images.some(({ maps }) => [...maps.values()].some(hasNoOriginal))) continue
      return images.map((image): StudyImage => {
        const maps = [...image.maps].map(([model, { energyInside }]) => {
          const picture = pictureOf(study, image, { model, content }).artifactId
          return [model, { picture, energyInside, isModelCorrect: true }]
        })
        const [first] = image.maps.values()
        return {
          id: image.imageId,
          classId: image.className,
          original: first!.originalArtifactId!,
          maps: Object.fromEntries(maps),
        }
      })
    } catch (thrown) {
      if (!(thrown instanceof StudioError)) throw thrown // else this run does not fit the protocol
    }
  }
  return []
}

const hasNoOriginal = ({ originalArtifactId }: { readonly originalArtifactId: string | null }): boolean =>
  originalArtifactId === null
