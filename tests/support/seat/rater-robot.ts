import type { Locator, Page } from 'playwright-core'
import { panels } from '../../../src/main/study/simulation/panels'
import type { Rating } from '../../../src/shared/records/session-records'
import type { Measurements } from '../../../src/shared/trials/trial-row'
import { seededRandom } from '../../../src/shared/seeded-random'
import { trialType, type AnyTrial } from '../../../src/shared/trials/trial-types'
import type { Lab, LabDesk } from './lab'
import { declaredData } from './rating-lab'

export type Device = Extract<Measurements['inputDevice'], 'keyboard' | 'mouse' | 'touch'>

/** What a robot answered, as the store should have it. */
export interface RobotAnswer {
  readonly trialKey: string
  readonly trialType: Rating['trialType']
  readonly data: object
}

/**
 * A simulated rater at a real desk: it decides as `simulate` does, and answers by keys, mouse or touch in the page,
 * where it finds its answers by what they are called.
 */
export class RaterRobot {
  readonly answers: RobotAnswer[] = []
  readonly #lab: Lab
  readonly #desk: LabDesk
  readonly #device: Device
  readonly #random

  constructor(lab: Lab, desk: LabDesk, device: Device, seed = 1) {
    this.#lab = lab
    this.#desk = desk
    this.#device = device
    this.#random = seededRandom(seed, 'robot')
  }

  /** Answers screens until a test wants it to stop, or the session asks for nothing more. */
  async rate(
    isEnough: (next: { readonly key: string; readonly trial: AnyTrial }) => boolean = () => false,
  ): Promise<void> {
    for (;;) {
      const next = this.#lab.nextTrial(this.#desk.sessionId)
      if (next === null || isEnough(next)) return
      await this.answer(next)
    }
  }

  /** Answers the next screen, and goes past the feedback of practice. */
  async answer({ key, trial }: { readonly key: string; readonly trial: AnyTrial }): Promise<void> {
    const { page } = this.#desk
    const type = trialType(trial.kind)
    const rater = { profile: panels.perfect.draw() }
    const { answer } = type.simulate(trial, rater, this.#random.uniform)
    await openAnswer(page).first().waitFor()
    if (trial.kind === 'questionnaire') {
      for (const [question, option] of Object.entries(answer as Record<string, string>)) {
        await page.locator(`#question-${question}`).selectOption(option)
      }
    }
    // Breaks are skipped: a test has better to do.
    const given =
      trial.kind === 'break' ? 'skip' : trial.kind === 'questionnaire' ? 'continue' : (answer as string)
    await this.choose(given)
    const recorded = trial.kind === 'break' ? given : answer
    this.answers.push({ trialKey: key, trialType: trial.kind, data: type.record(recorded, trial) })
    await this.#lab.waitForAnswer(this.#desk.sessionId, key)
    if (trial.kind === 'practice') await this.choose('continue')
  }

  /** Gives an answer with the robot's device, once it counts. */
  async choose(choiceId: string): Promise<void> {
    const button = openAnswer(this.#desk.page, choiceId)
    await button.waitFor()
    if (this.#device === 'mouse') return button.click()
    if (this.#device === 'touch') return button.tap()
    await this.#desk.page.keyboard.press(await keyOf(button))
  }
}

/** What is stored of a desk's session, as robots keep what they pressed. */
export const storedAnswers = (lab: Lab, { sessionId }: LabDesk): readonly RobotAnswer[] =>
  lab.answersOf(sessionId).map((row) => ({
    trialKey: row.trialKey,
    trialType: row.trialType,
    data: declaredData(row),
  }))

/** The answers that count at the moment, or one of them. */
export const openAnswer = (page: Page, choiceId?: string): Locator =>
  page.locator(`button[data-choice${choiceId === undefined ? '' : `="${choiceId}"`}][aria-disabled="false"]`)

/** The key that is printed on an answer; of several, the last. */
async function keyOf(button: Locator): Promise<string> {
  const printed = await button.locator('kbd').last().getAttribute('data-key')
  return printed === '⏎' ? 'Enter' : printed!.toLowerCase()
}
