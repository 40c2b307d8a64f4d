import type { MapScore } from '../../../shared/jobs'
import type { ImageSet } from '../../dataset/image-set'
import type { ExplainedImage } from '../../explain/explain-image-set'
import { mapMetrics } from '../../explain/map-metrics'
import { displayMap } from '../../explain/map-scaling'

/** Gathers how well maps meet the labelled object. */
export interface ScoreKeeper {
  /** @returns the share of the map's positive values that lies on the object; null where it is not known */
  add(explained: ExplainedImage): number | null
  /** Null where no map could be scored. */
  score(): MapScore | null
}

/**
 * Scores maps that explain the labelled class and have positive evidence; a map of another class has no reason to
 * lie on the labelled object. Nothing is scored in a set without object masks.
 */
export function createScoreKeeper(images: ImageSet): ScoreKeeper {
  const sums = { count: 0, pointing: 0, energy: 0, area: 0 }
  return {
    add: ({ index, map }) => {
      if (images.objectMask === undefined) return null
      const shown = displayMap(map.raw, images.sizePx, images.sizePx)
      const metrics = mapMetrics(shown, images.objectMask(index))
      const energy = metrics.energyInsideFraction
      if (energy === null || map.explainedClass !== images.labels[index]) return energy
      sums.count++
      sums.pointing += metrics.isPointingInside === true ? 1 : 0
      sums.energy += energy
      sums.area += metrics.objectAreaFraction
      return energy
    },
    score: () => {
      const { count, pointing, energy, area } = sums
      if (count === 0) return null
      return {
        count,
        pointingGame: pointing / count,
        energyInside: energy / count,
        objectArea: area / count,
      }
    },
  }
}
