import type { ProtocolContent } from '../../../src/shared/protocol'
import { presetProtocol, type PresetName } from '../../../src/shared/protocol-presets'

/** A published protocol with two classes and few images, so that its sessions are short. */
export function smallProtocol(preset: PresetName, changes: Partial<ProtocolContent> = {}): ProtocolContent {
  const content = presetProtocol(preset)
  return {
    ...content,
    classes: content.classes.slice(0, 2),
    sampling: {
      imagesPerClass: 6,
      reservePerClass: 2,
      ratingsPerItem: 2,
      itemsPerRater: 6,
      imageRepeats: 'avoid',
    },
    timeline: content.timeline.map((block) =>
      block.type === 'rating' ? { ...block, breakEvery: 4, breakSeconds: 5, checkEvery: 3 } : block,
    ),
    ...changes,
  }
}
