import { createHash } from 'node:crypto'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { protocolContentSchema, type ProtocolContent } from '../../shared/protocol'
import { validateProtocol } from '../../shared/protocol-validation'
import type { Protocol } from '../../shared/records/plan-records'
import { ratingKinds, type RatingKind } from '../../shared/trials/rating-tasks'

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

const taskSchema = z.object({ task: z.object({ kind: z.enum(ratingKinds) }) })

/**
 * What raters of a stored version did. Looks at nothing else of its content, so that answers stay readable where the rest
 * of it is not.
 * @throws StudioError `protocol/invalid` if not even that is there
 */
export function taskOf({ name, version, content }: Protocol): RatingKind {
  const { data } = taskSchema.safeParse(content)
  if (data !== undefined) return data.task.kind
  throw new StudioError(
    'protocol/invalid',
    `Version ${version} of the protocol "${name}" does not say what raters did: its task is none of ` +
      `${ratingKinds.join(', ')}. Its answers are in the study, but cannot be told apart without it. Restore the study's ` +
      'file from a backup, or open it with the version of Sweetspot that wrote it.',
  )
}
