import { hashSecret, isSecret, newSecret } from './secrets'
import type { StationEnvironment } from './station-environment'

/** How long a link may be used. */
export const linkLifetimeMs = 30 * 60_000

type LinkRole = 'studio' | 'supervisor'
interface Link {
  readonly role: LinkRole
  readonly hash: string
  readonly expiresAtMs: number
}

/**
 * One-time secrets for the browsers of the studio and of supervisors, and the sign-ins that they were exchanged for.
 * Both end with the program.
 */
export class OneTimeLinks {
  readonly #environment: StationEnvironment
  #links: readonly Link[] = []
  readonly #signIns: { readonly role: LinkRole; readonly hash: string }[] = []

  constructor(environment: StationEnvironment) {
    this.#environment = environment
  }

  /** @returns a secret that can be exchanged once */
  create(role: LinkRole): string {
    const secret = newSecret(this.#environment)
    const expiresAtMs = this.#environment.now() + linkLifetimeMs
    this.#links = [...this.#valid(), { role, hash: hashSecret(secret), expiresAtMs }]
    return secret
  }

  /** The role that a secret stands for; undefined for one that is unknown, used or too old. */
  roleOf(secret: string): LinkRole | undefined {
    return this.#valid().find(({ hash }) => isSecret(secret, hash))?.role
  }

  /** Uses a secret up. @returns what the browser keeps instead; undefined as for `roleOf` */
  redeem(secret: string): { readonly role: LinkRole; readonly token: string } | undefined {
    const role = this.roleOf(secret)
    if (role === undefined) return undefined
    this.#links = this.#valid().filter(({ hash }) => !isSecret(secret, hash))
    const token = newSecret(this.#environment)
    this.#signIns.push({ role, hash: hashSecret(token) })
    return { role, token }
  }

  /** Whether a browser's secret is one of the role's. */
  isToken(role: LinkRole, token: string): boolean {
    return this.#signIns.some((signIn) => signIn.role === role && isSecret(token, signIn.hash))
  }

  #valid(): readonly Link[] {
    const now = this.#environment.now()
    return this.#links.filter(({ expiresAtMs }) => expiresAtMs > now)
  }
}
