import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { onTestFinished } from 'vitest'
import type { SeatAnswer, SeatScreen } from '../../../../src/shared/seat-session'
import type { SessionAction, SessionSummary } from '../../../../src/shared/session-control'
import { openStudy } from '../../../../src/main/store/open-study'
import { RunningSessions } from '../../../../src/main/study/running/running-sessions'
import { makeRatedStudy, type RatedStudyOptions } from '../../../support/rated-study'
import { nextAnswer } from '../../../support/scripted-rater'
import { temporaryFolder } from '../../store/study-fixture'

/** A study with a plan, and its sessions with a clock that a test moves. */
export class Rated {
  readonly lent = new Map<string, string>()
  readonly told: SessionSummary[] = []
  readonly shown: (readonly [string, SeatScreen])[] = []
  readonly seatId = v7()
  nowMs = Date.now()
  run = 1
  study
  sessions: RunningSessions

  private constructor(
    readonly folder: string,
    readonly planId: string,
  ) {
    this.study = this.#openStudy()
    this.sessions = this.#openSessions()
    onTestFinished(() => this.study.close())
  }

  static async make(options: RatedStudyOptions): Promise<Rated> {
    const { folder, planId } = await makeRatedStudy(join(temporaryFolder(), 'study'), options)
    return new Rated(folder, planId)
  }

  /** The same study anew, as it was stored when it was copied. */
  copy(): Rated {
    const folder = join(temporaryFolder(), 'study')
    cpSync(this.folder, folder, { recursive: true })
    return new Rated(folder, this.planId)
  }

  /** As after the program was killed and started again. */
  restart(): void {
    this.study.close()
    this.run++
    this.study = this.#openStudy()
    this.sessions = this.#openSessions()
  }

  create(changes: { readonly seatId?: string; readonly participantCode?: string } = {}): SessionSummary {
    const { planId, seatId } = this
    return this.sessions.create(
      { planId, seatId, participantCode: null, language: 'en', ...changes },
      'supervisor',
    )
  }

  act(sessionId: string, action: SessionAction): SessionSummary {
    return this.sessions.act(sessionId, action, 'supervisor')
  }

  /** A session that runs. */
  started(changes: { readonly seatId?: string; readonly participantCode?: string } = {}): SessionSummary {
    return this.act(this.create(changes).id, { kind: 'start' })
  }

  screen(seatId = this.seatId): SeatScreen {
    return this.sessions.screen(seatId)
  }

  /** Answers what the desk shows. */
  answer(seatId = this.seatId): SeatAnswer {
    const answer = nextAnswer(this.screen(seatId))!
    this.sessions.answer(seatId, answer)
    return answer
  }

  /** Answers until the screen is of a kind, as `item`, or until nothing is asked; at most so many screens. */
  answerUntil(kind: string | null, seatId = this.seatId, most = Infinity): void {
    for (let count = 0; count < most; count++) {
      const key = this.screen(seatId).session?.view.screen?.trialKey
      if (key === undefined || key.split('.')[1] === kind) return
      this.nowMs += 1000
      this.answer(seatId)
    }
  }

  #openStudy() {
    return openStudy(this.folder, { environment: { now: () => this.nowMs, newId: () => v7() } })
  }

  #openSessions(): RunningSessions {
    return new RunningSessions({
      study: this.study,
      run: `run-${this.run}`,
      now: () => this.nowMs,
      monotonicMs: () => this.nowMs,
      lend: (path, seatId) => {
        const key = `${seatId} ${path}`
        if (!this.lent.has(key)) this.lent.set(key, `token${this.lent.size}`.padEnd(22, '-'))
        return this.lent.get(key)!
      },
      takeBack: (seatId) => {
        for (const key of this.lent.keys()) if (key.startsWith(seatId)) this.lent.delete(key)
      },
      onSession: (summary) => this.told.push(summary),
      onScreen: (seatId, screen) => this.shown.push([seatId, screen]),
    })
  }
}
