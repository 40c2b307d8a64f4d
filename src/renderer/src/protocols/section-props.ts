import type { ProtocolMaterial } from '../../../shared/protocol-procedures'
import type { ProtocolDraft } from './protocol-draft.svelte'

/** What every page of the editor gets. */
export interface SectionProps {
  readonly draft: ProtocolDraft
  readonly material: ProtocolMaterial
}
