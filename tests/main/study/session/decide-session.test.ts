import { describe, expect, test } from 'vitest'
import {
  answerableStep,
  decideSession,
  type CommandContext,
  type SessionCommand,
} from '../../../../src/main/study/session/decide-session'
import { sessionStatus } from '../../../../src/main/study/session/session-state'
import type { AnswerMark, LifecycleEvent } from '../../../../src/shared/session-log'
import { smallProtocol } from '../small-protocols'
import { sessionMaterial } from './session-fixture'

const { content, slot } = sessionMaterial(smallProtocol('experiment-2'))
const plan = { timeline: content.timeline, slot }
const start = Date.parse('2026-01-31T09:30:00.000Z')
const time = (minutes: number): string => new Date(start + minutes * 60_000).toISOString()

/** A session that one drives by hand. */
class Desk {
  readonly events: LifecycleEvent[] = []
  answers: AnswerMark[] = []
  run = 'run-1'
  minutes = 0

  status = () => sessionStatus(plan, this, this.run)
  key = (): string | undefined => this.status().step?.key

  command(command: SessionCommand, changes: Partial<CommandContext> = {}): LifecycleEvent {
    const event = decideSession(command, {
      plan,
      log: this,
      answering: content.answering,
      run: this.run,
      now: time(this.minutes),
      by: 'supervisor',
      ...changes,
    })
    this.events.push(event)
    if (event.kind === 'undone') {
      const { ratingId } = event.details
      this.answers = this.answers.map((mark) =>
        mark.ratingId === ratingId ? { ...mark, isUndone: true } : mark,
      )
    }
    return event
  }

  answer(hasPassed: boolean | null = true): string {
    const { key } = this.status().step!
    answerableStep(this.status(), key)
    this.answers.push({
      ratingId: `${this.answers.length}`,
      trialKey: key,
      recordedAt: time(this.minutes),
      hasPassed,
      isUndone: false,
      responseMs: 1000,
      focusLosses: 0,
      fullScreenExits: 0,
      hiddenMs: 0,
    })
    return key
  }

  answerUntil(kind: string): this {
    while (this.key()?.split('.')[1] !== kind) this.answer()
    return this
  }
}

const running = (): Desk => {
  const desk = new Desk()
  desk.command({ kind: 'start' })
  return desk
}

describe('the course of a session', () => {
  test('is ready, runs, and is complete when nothing is missing', () => {
    const desk = new Desk()
    expect(desk.status().state).toBe('ready')
    desk.command({ kind: 'start' })
    const keys: string[] = []
    while (desk.key() !== undefined) keys.push(desk.answer())
    expect(desk.status().state).toBe('complete')
    expect(new Set(keys).size).toBe(keys.length)
    // Who answers rightly reads every page once.
    expect(keys.filter((key) => !key.startsWith('7.'))).toEqual([
      '0.consent',
      '1.questionnaire',
      ...[0, 1, 2, 3].map((page) => `2.page.${page}`),
      '3.question.0.attempt-1',
      '3.question.1.attempt-1',
      '4.page.0',
      ...[0, 1, 2].map((number) => `5.practice.${number}`),
      '6.page.0',
    ])
    const kinds = keys.filter((key) => key.startsWith('7.')).map((key) => key.split('.')[1])
    expect(kinds.filter((kind) => kind === 'item')).toHaveLength(6)
    expect(kinds.filter((kind) => kind === 'check')).toHaveLength(2)
    expect(kinds.filter((kind) => kind === 'break')).toHaveLength(1)
    // One answer less, and it is complete no more: completeness is in the rows.
    desk.answers.splice(-3, 1)
    expect(desk.status().state).toBe('running')
  })

  test('is interrupted when the program that ran it is gone, whatever anyone wrote down', () => {
    const desk = running().answerUntil('item')
    const key = desk.key()
    desk.run = 'run-2'
    expect(desk.status()).toMatchObject({ state: 'interrupted' })
    desk.command({ kind: 'resume' })
    expect(desk.status().state).toBe('running')
    expect(desk.key()).toBe(key)
  })

  test('repeats the instructions after a long gap, records it, and goes on where it was', () => {
    const desk = running().answerUntil('item')
    desk.answer()
    const key = desk.key()
    desk.minutes = 31
    desk.run = 'run-2'
    expect(desk.command({ kind: 'resume' })).toMatchObject({
      details: { gapMs: 31 * 60_000, reshowBefore: 7 },
    })
    const repeated: string[] = []
    while (desk.key() !== key) repeated.push(desk.answer())
    // Four pages of instructions, then those of practice and start.
    expect(repeated).toHaveLength(6)
    desk.minutes = 32
    desk.command({ kind: 'interrupt', cause: 'window closed' }, { by: 'rater' })
    expect(desk.status()).toMatchObject({ state: 'interrupted', reason: 'window closed' })
    expect(desk.command({ kind: 'resume' })).toMatchObject({ details: { gapMs: 0, reshowBefore: null } })
    expect(desk.key()).toBe(key)
  })

  test('pauses and aborts for the supervisor only, and can go on after both', () => {
    const desk = running()
    expect(() => desk.command({ kind: 'pause', reason: 'call' }, { by: 'rater' })).toThrow(
      'Only a supervisor',
    )
    desk.command({ kind: 'pause', reason: 'call' })
    expect(desk.status()).toMatchObject({ state: 'paused', reason: 'call' })
    expect(() => desk.command({ kind: 'start' })).toThrow('A session that is paused cannot start')
    desk.command({ kind: 'continue' })
    desk.command({ kind: 'abort', reason: 'fire alarm' })
    expect(desk.status()).toMatchObject({ state: 'aborted', reason: 'fire alarm' })
    desk.command({ kind: 'resume' })
    expect(desk.status().state).toBe('running')
  })

  test('ends without consent, for good', () => {
    const desk = running()
    desk.answer(false)
    expect(desk.status()).toMatchObject({ state: 'aborted', isDeclined: true, step: null })
    expect(() => desk.command({ kind: 'resume' })).toThrow('did not agree')
  })

  test('repeats instructions and questions after a wrong answer, at most three times', () => {
    const desk = running().answerUntil('question')
    const asked: string[] = []
    while (desk.key()!.startsWith('3.') || desk.key()!.includes('for-3')) asked.push(desk.answer(false))
    // Two questions; twice more four pages and two questions.
    expect(asked).toHaveLength(2 + 2 * (4 + 2))
    expect(desk.key()).toBe('4.page.0')
  })

  test('practises until three of the last four are right', () => {
    const desk = running().answerUntil('practice')
    for (const isRight of [false, true, false, true]) desk.answer(isRight)
    expect(desk.key()).toBe('5.practice.4')
    desk.answer(true)
    expect(desk.key()).toBe('6.page.0')
  })
})

describe('undo', () => {
  test('takes back the last rating only, once, and asks it again', () => {
    const desk = running().answerUntil('item')
    expect(() => desk.command({ kind: 'undo' })).toThrow('no answer to take back')
    desk.answerUntil('break')
    const last = desk.answers.at(-1)!
    desk.command({ kind: 'undo' }, { by: 'rater' })
    expect(desk.key()).toBe(last.trialKey)
    expect(() => desk.command({ kind: 'undo' })).toThrow('no answer to take back')
    expect(desk.answer()).toBe(last.trialKey)
    expect(desk.status().undoable?.trialKey).toBe(last.trialKey)
  })

  test('is refused where the protocol does not allow it', () => {
    const desk = running().answerUntil('item')
    desk.answer()
    const answering = { ...content.answering, isUndoAllowed: false }
    expect(() => desk.command({ kind: 'undo' }, { answering })).toThrow('does not let answers be taken back')
  })
})
