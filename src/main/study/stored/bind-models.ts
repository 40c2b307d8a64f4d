import { StudioError } from '../../../shared/errors'
import type { ProtocolContent } from '../../../shared/protocol'
import type { Model } from '../../../shared/records/model-records'

/** Ids of a study's models by their names in a protocol. */
export type ModelIds = Readonly<Record<string, string>>

/**
 * The study's model for each model of a protocol: the one of the same name, or else the only one of its CPR.
 * @throws StudioError `protocol/invalid` that names the protocol's model and the study's
 */
export function bindModels(
  content: Pick<ProtocolContent, 'models'>,
  models: readonly Pick<Model, 'id' | 'name' | 'targetCpr'>[],
): ModelIds {
  const known = models.map(({ name, targetCpr }) => `${name} (CPR ${targetCpr})`).join(', ') || 'none'
  const bound = content.models.map(({ name, cpr }) => {
    const same = models.find((model) => model.name === name)
    const alike = models.filter(({ targetCpr }) => targetCpr === cpr)
    if (same !== undefined) return [name, same.id]
    if (alike.length === 1) return [name, alike[0]!.id]
    throw new StudioError(
      'protocol/invalid',
      `The protocol's model "${name}" (CPR ${cpr ?? 'not given'}) fits ${alike.length} models of the study: ${known}. ` +
        'Give a model of the study this name, or change the name in the protocol.',
    )
  })
  return Object.fromEntries(bound)
}
