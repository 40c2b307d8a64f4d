import { createHash, timingSafeEqual } from 'node:crypto'
import type { StationEnvironment } from './station-environment'

/** 256 random bits as text. */
export function newSecret({ randomBytes }: StationEnvironment): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret (SHA-256, hex). Enough for secrets of full entropy, which nobody can try out. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Whether a secret is the one of a hash, in a time that tells nothing of either. */
export function isSecret(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hash, 'hex'))
}
