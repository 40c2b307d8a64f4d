import type { SessionMaterial } from '../session/session-material'
import type { StoredPlan, StoredSlot } from './load-plan'

/** Every picture that a session of a stored plan may show, by the host's names. */
export const picturesOf = ({ images }: StoredPlan): readonly string[] =>
  [...images.values()].flatMap(({ original, maps }) => [
    original,
    ...Object.values(maps).map(({ picture }) => picture),
  ])

/** What the screens of a session in a stored slot are made from. */
export function materialOf(
  { content, plan, images, reserve }: StoredPlan,
  { slot }: StoredSlot,
  session: Pick<SessionMaterial, 'language' | 'seed' | 'token'>,
): SessionMaterial {
  return { content, plan, slot, images, reserve, ...session }
}
