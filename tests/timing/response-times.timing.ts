import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/shared/seeded-random'
import { openAnswer } from '../support/seat/rater-robot'
import { begin, ratingsOnly, RatingLab, type LabDesk } from '../support/seat/rating-lab'
import { watchStimuli } from './drawn-stimuli'
import { SavedAnswers } from './saved-answers'
import { absoluteNow, beBusy, recordTimes } from './page-clock.mjs'

/** A multiple of 20. */
const trialCount = Number(process.env['TIMING_TRIALS'] ?? 500)

/**
 * Keys are injected so long after the host has stored the answer before, in ms: at no fixed place between two frames, and
 * as soon as people can answer. Earlier, while the page measures its frame interval, Chromium would hold back what comes
 * after a key, the acknowledgement included, until the next frame (its feature DeferRendererTasksAfterInput).
 */
const delayMs = { least: 300, most: 380 } as const

/** What one trial's times were off by, in ms. */
interface TrialError {
  /** Stored response time, less the time from the drawn frame to the injected key. */
  readonly response: number
  /** Stored onset less the drawn frame. */
  readonly onset: number
  /** The key's time stamp less its injection. */
  readonly key: number
  /** When the page came to handle the key, less its injection. */
  readonly handled: number
  /** From the commit of the answer before to the arrival of its acknowledgement in the page; null for the first. */
  readonly acknowledged: number | null
  /** From the commit of the answer before to the stimulus, as drawn; null for the first. */
  readonly next: number | null
}

test.each(['idle', 'busy 50 ms in every second'] as const)(
  'response times of injected keys, main thread %s',
  { timeout: 300_000 },
  async (load) => {
    const lab = await RatingLab.open({
      preset: 'experiment-1-heat-maps',
      classCount: 10,
      imagesPerClass: trialCount / 20, // each under two pairs of models
      ratingsPerItem: 1,
      sizePx: 64,
      change: (content) => {
        const short = ratingsOnly(content, { breakEvery: null, checkEvery: null })
        return {
          ...short,
          sampling: { ...short.sampling, itemsPerRater: trialCount, imageRepeats: 'allow' },
          answering: { ...short.answering, minimumViewMs: 0 },
        }
      },
    })
    const desk = await lab.seat('Desk 1', { isBegun: false })
    const errors = await measureSession(lab, desk, load !== 'idle')
    print(load, errors)
    expect(errors.length).toBeGreaterThan(0.9 * trialCount)
  },
)

async function measureSession(
  lab: RatingLab,
  desk: LabDesk,
  isBusy: boolean,
): Promise<readonly TrialError[]> {
  const { page, sessionId } = desk
  await page.evaluate(recordTimes)
  await begin(page)
  await openAnswer(page).first().waitFor()
  if (isBusy) await page.evaluate(beBusy)
  const stimuli = await watchStimuli(page)
  const input = await page.context().newCDPSession(page)
  const injectedMs: number[] = []
  const { uniform } = seededRandom(7, sessionId)
  const saved = new SavedAnswers(lab, sessionId)
  for (let count = 1; count <= trialCount; count++) {
    await page.waitForTimeout(delayMs.least + uniform() * (delayMs.most - delayMs.least))
    injectedMs.push(await answerBy(input, () => saved.reach(count)))
  }
  saved.end()
  const aheadMs = await clockDifference(page)
  const times = async (name: string): Promise<readonly number[]> =>
    ((await page.evaluate(name)) as readonly number[]).map((atMs) => atMs - aheadMs)
  return compare({
    rows: lab.answersOf(sessionId).map(({ responseMs }) => responseMs!),
    injectedMs,
    keysMs: await times('recordedKeys'),
    handledMs: await times('recordedHandled'),
    committedMs: saved.timesMs,
    acknowledgedMs: await times('recordedAcknowledged'),
    drawnMs: await stimuli(),
  })
}

/** Injects a key until the host has an answer: one may come before the stimulus. @returns when the last was sent */
async function answerBy(input: CDPSession, isSaved: () => Promise<boolean>): Promise<number> {
  for (;;) {
    const atMs = await injectKey(input)
    if (await isSaved()) return atMs
  }
}

/** @returns when it was sent, in ms since 1970 by this process */
async function injectKey(input: CDPSession): Promise<number> {
  const key = { code: 'Digit1', key: '1', windowsVirtualKeyCode: 49 }
  const atMs = absoluteNow()
  await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
  await input.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
  return atMs
}

/** By how much the page's clock is ahead of this process's: known to half of the fastest question and answer. */
async function clockDifference(page: Page): Promise<number> {
  let best = { tripMs: Infinity, aheadMs: 0 }
  for (let count = 0; count < 50; count++) {
    const before = absoluteNow()
    const there = await page.evaluate(absoluteNow)
    const after = absoluteNow()
    if (after - before < best.tripMs) best = { tripMs: after - before, aheadMs: there - (before + after) / 2 }
  }
  return best.aheadMs
}

interface Recorded {
  readonly rows: readonly number[]
  readonly injectedMs: readonly number[]
  readonly keysMs: readonly number[]
  readonly handledMs: readonly number[]
  readonly committedMs: readonly number[]
  readonly acknowledgedMs: readonly number[]
  readonly drawnMs: readonly number[]
}

/** Trials whose frame was not caught are left out. */
function compare({
  rows,
  injectedMs,
  keysMs,
  handledMs,
  committedMs,
  acknowledgedMs,
  drawnMs,
}: Recorded): readonly TrialError[] {
  return rows.flatMap((responseMs, index) => {
    const injected = injectedMs[index]!
    const place = keysMs.findIndex((atMs) => Math.abs(atMs - injected) < 60)
    if (place < 0) return []
    const keyMs = keysMs[place]!
    const onsetMs = keyMs - responseMs
    const drawn = drawnMs.find((atMs) => Math.abs(atMs - onsetMs) < 60)
    if (drawn === undefined) return []
    const committed = committedMs[index - 1]
    return [
      {
        response: responseMs - (injected - drawn),
        onset: onsetMs - drawn,
        key: keyMs - injected,
        handled: handledMs[place]! - injected,
        acknowledged: committed === undefined ? null : acknowledgedMs[index - 1]! - committed,
        next: committed === undefined ? null : drawn - committed,
      },
    ]
  })
}

function print(load: string, errors: readonly TrialError[]): void {
  const lines = (Object.keys(errors[0]!) as (keyof TrialError)[]).map((name) => {
    const values = errors.map((error) => error[name]).filter((value) => value !== null)
    const sorted = [...values].sort((one, other) => one - other)
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
    const cells = [at(0.5), sd, at(0.05), at(0.95), at(0.99)].map((value) => value.toFixed(2).padStart(8))
    return `${name.padEnd(12)} n ${values.length}  median, sd, p5, p95, p99 (ms) ${cells.join(' ')}`
  })
  console.log(`main thread ${load}\n${lines.join('\n')}`)
}
