import { countText } from '../../../shared/count-text'
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import type { StudyStore } from '../../store/study-store'

const settingKey = 'supervisor-pin'

/** A PIN is never kept: only what can tell whether another is the same. */
const settingSchema = z.strictObject({
  salt: z.base64(),
  hash: z.base64(),
  cost: z.int().positive(),
  blockSize: z.int().positive(),
})

/** 32 MiB and some tens of milliseconds a try (RFC 7914). */
const effort = { cost: 2 ** 15, blockSize: 8 } as const
const hashBytes = 32

/** So many wrong tries are free; each further one doubles the wait, from the shortest to the longest. */
const freeTries = 5
const shortestWaitMs = 10_000
const longestWaitMs = 10 * 60_000

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

interface Tries {
  readonly wrongCount: number
  readonly waitUntilMs: number
}

/** The PIN that a supervisor types at a desk. Wrong tries are counted for each desk, recorded, and slowed down. */
export class SupervisorPin {
  readonly #study: StudyStore
  readonly #monotonicMs: () => number
  readonly #tries = new Map<string, Tries>()

  /** @param monotonicMs milliseconds by a clock that nobody sets: a wait must neither be set away nor last for hours */
  constructor(study: StudyStore, monotonicMs: () => number) {
    this.#study = study
    this.#monotonicMs = monotonicMs
  }

  get isSet(): boolean {
    return this.#setting() !== undefined
  }

  /** @param actor as `supervisor`; never a name */
  async set(pin: string, actor: string): Promise<void> {
    const salt = randomBytes(16)
    const hash = await hashOf(pin, salt, effort)
    this.#study.transaction(() => {
      const setting = { salt: salt.toString('base64'), hash: hash.toString('base64'), ...effort }
      this.#study.study.setSetting(settingKey, setting)
      this.#study.audit.add({ actor, action: 'pin.set' })
    })
    this.#tries.clear()
  }

  /**
   * Lets only the right PIN pass.
   * @throws StudioError `session/wrong-pin` with the wait that it brings, which may be 0; `desk/no-pin` while none is set; `api/too-often` after too many wrong tries, also
   *   for the right one, so that a guess tells nothing
   */
  async check(pin: string, seatId: string): Promise<void> {
    const setting = this.#setting()
    if (setting === undefined) {
      throw new StudioError(
        'desk/no-pin',
        'No PIN is set. The supervisor sets one with the sessions of the study.',
      )
    }
    const before = this.#tries.get(seatId) ?? { wrongCount: 0, waitUntilMs: -Infinity }
    refuseWhileWaiting(before.waitUntilMs - this.#monotonicMs())
    // Counted before it is known, so that tries at the same time cannot pass the limit.
    const wrongCount = before.wrongCount + 1
    const retryAfterMs = waitAfter(wrongCount)
    this.#tries.set(seatId, { wrongCount, waitUntilMs: this.#monotonicMs() + retryAfterMs })
    const given = await hashOf(pin, Buffer.from(setting.salt, 'base64'), setting)
    if (timingSafeEqual(given, Buffer.from(setting.hash, 'base64'))) return void this.#tries.delete(seatId)
    this.#study.audit.add({ actor: 'desk', action: 'pin.wrong', details: { seatId, wrongCount } })
    const times = countText(wrongCount, 'time')
    throw new StudioError('session/wrong-pin', `This is not the PIN. A wrong one was tried ${times}.`, {
      retryAfterMs,
    })
  }

  #setting(): z.output<typeof settingSchema> | undefined {
    return this.#study.study.setting(settingKey, settingSchema)
  }
}

function refuseWhileWaiting(waitMs: number): void {
  if (waitMs <= 0) return
  throw new StudioError(
    'api/too-often',
    `Too many wrong PINs. Wait ${Math.ceil(waitMs / 1000)} s, then try again.`,
    {
      retryAfterMs: waitMs,
    },
  )
}

const waitAfter = (wrongCount: number): number =>
  wrongCount < freeTries ? 0 : Math.min(longestWaitMs, shortestWaitMs * 2 ** (wrongCount - freeTries))

function hashOf(
  pin: string,
  salt: Buffer,
  { cost, blockSize }: { readonly cost: number; readonly blockSize: number },
): Promise<Buffer> {
  const maxmem = 256 * cost * blockSize
  return derive(pin, salt, hashBytes, { cost, blockSize, parallelization: 1, maxmem })
}
