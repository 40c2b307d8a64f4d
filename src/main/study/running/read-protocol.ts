import { toErrorPayload } from '../../../shared/errors'
import type { ProtocolContent } from '../../../shared/protocol'
import type { Protocol } from '../../../shared/records/plan-records'
import type { StudyStore } from '../../store/study-store'
import { contentOf } from '../protocol-content'

/** A stored protocol with its content; or why it cannot be used and what to do, in words that name no model. */
export type ReadProtocol =
  | { readonly isReadable: true; readonly protocol: Protocol; readonly content: ProtocolContent }
  | { readonly isReadable: false; readonly reason: string }

const unusable =
  'Its protocol cannot be used: the study’s file was changed or damaged, or another version of Sweetspot wrote it. ' +
  'Restore the study from a backup, or open it with that version. What is wrong in particular stands on the page ' +
  'Protocols of the studio.'

/** Reads a protocol for whoever runs sessions. The messages of most errors may name models, and are not passed on. */
export function readProtocol(study: StudyStore, protocolId: string): ReadProtocol {
  try {
    const protocol = study.protocols.get(protocolId)
    return { isReadable: true, protocol, content: contentOf(protocol) }
  } catch (thrown) {
    const { code, message } = toErrorPayload(thrown)
    if (code === 'protocol/changed') return { isReadable: false, reason: message }
    if (code === 'protocol/invalid' || code === 'store/damaged')
      return { isReadable: false, reason: unusable }
    throw thrown
  }
}

/** Ids of the plans' protocols that cannot be used. */
export function unreadableProtocols(study: StudyStore): ReadonlySet<string> {
  const ids = new Set(study.plans.list().map(({ protocolId }) => protocolId))
  return new Set([...ids].filter((id) => !readProtocol(study, id).isReadable))
}
