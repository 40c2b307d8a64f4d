import { createHash } from 'node:crypto'
import { StudioError } from '../../shared/errors'
import { protocolContentSchema, type ProtocolContent } from '../../shared/protocol'
import { validateProtocol } from '../../shared/protocol-validation'
import type { Protocol } from '../../shared/records/plan-records'

/**
 * A protocol that can be used.
 * @throws StudioError `protocol/invalid` that names every field to put right
 */
export function checkedContent(draft: unknown): ProtocolContent {
  const problems = validateProtocol(draft)
  if (problems.length === 0) return protocolContentSchema.parse(draft)
  const lines = problems.map(({ field, message }) => `${field}: ${message}`)
  throw new StudioError('protocol/invalid', `The protocol cannot be used yet. ${lines.join(' ')}`)
}

/**
 * The content of a stored version, which must be what its hash says.
 * @throws StudioError `protocol/changed` if it is not, `protocol/invalid` if it cannot be used
 */
export function contentOf({ name, version, content, sha256 }: Protocol): ProtocolContent {
  const found = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  if (found === sha256) return checkedContent(content)
  throw new StudioError(
    'protocol/changed',
    `Version ${version} of the protocol "${name}" is not what was stored: its hash is ${found.slice(0, 12)}…, not ` +
      `${sha256.slice(0, 12)}…. Somebody changed the study's file by hand; restore it from a backup, or copy the ` +
      'protocol to a new version.',
  )
}
