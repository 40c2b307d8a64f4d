import { z } from 'zod'
import { errorCodes, StudioError, unwrap, type Result } from '../../../shared/errors'
import type { ComputeTransport } from '../compute-client'
import {
  findingKinds,
  type FindingAnswer,
  type FindingKind,
  type FindingRequest,
  type Question,
} from './finding-kinds'

const error = z.object({ code: z.enum(errorCodes), message: z.string() })
const replySchema = z.object({
  id: z.number().int(),
  result: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), error }),
  ]),
})

/** What a findings process is there for, in the words of its messages. */
export type FindingsWork = keyof typeof diedMessages

const diedMessages = {
  analysis:
    'The process that analyses ratings ended before it answered, most often for lack of memory. Try again; if it ends ' +
    'the same way, take fewer resamples or narrow the filters.',
  change:
    'The process that works out imports and plans ended before it was done, most often for lack of memory. Nothing was ' +
    'changed. Close other programs and try again; if it ends the same way, import the file in parts, or make a smaller plan.',
} as const

/**
 * Asks the findings process, which reads a study beside the program and computes what would keep the program from
 * answering. It is started when it is first asked, and again after it died.
 */
export class FindingsClient {
  readonly #spawn: () => ComputeTransport
  readonly #work: FindingsWork
  readonly #waiting = new Map<number, (result: Result<unknown>) => void>()
  #transport: ComputeTransport | undefined
  #nextId = 1

  constructor(spawn: () => ComputeTransport, work: FindingsWork) {
    this.#spawn = spawn
    this.#work = work
  }

  /**
   * @param folder of the study that is asked about; null for a question about none
   * @throws StudioError what the question throws, `job/cancelled` after `stop`, `analysis/process-died`
   */
  async ask<K extends FindingKind>(
    kind: K,
    request: FindingRequest<K>,
    folder: string | null,
  ): Promise<FindingAnswer<K>> {
    this.#transport ??= this.#connect()
    const question: Question = { id: this.#nextId++, kind, folder, request }
    const result = await new Promise<Result<unknown>>((settle) => {
      this.#waiting.set(question.id, settle)
      this.#transport!.send(question)
    })
    return findingKinds[kind].answer.parse(unwrap(result)) as FindingAnswer<K>
  }

  /** Whether it has not answered everything yet. */
  get isBusy(): boolean {
    return this.#waiting.size > 0
  }

  /** Ends the process, even in the middle of a question; those without an answer fail with `job/cancelled`. */
  stop(): void {
    const transport = this.#transport
    this.#transport = undefined
    transport?.kill()
    this.#fail(new StudioError('job/cancelled', `The ${this.#work} was stopped, as it is no longer needed.`))
  }

  #connect(): ComputeTransport {
    const transport = this.#spawn()
    transport.onMessage((raw) => {
      const { id, result } = replySchema.parse(raw)
      this.#waiting.get(id)?.(result.ok ? { ok: true, value: result.value } : result)
      this.#waiting.delete(id)
    })
    transport.onExit(() => {
      if (this.#transport !== transport) return
      this.#transport = undefined
      this.#fail(new StudioError('analysis/process-died', diedMessages[this.#work]))
    })
    return transport
  }

  #fail({ code, message }: StudioError): void {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const settle of waiting) settle({ ok: false, error: { code, message } })
  }
}
