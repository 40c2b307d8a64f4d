import { describe, expect, test } from 'vitest'
import type { ProtocolContent } from '../../../src/shared/protocol'
import { presetNames } from '../../../src/shared/protocol-presets'
import { usesRealElectron } from '../../support/electron/launch'
import type { RatedStudyOptions } from '../../support/rated-study'
import { ElectronLab } from '../../support/seat/electron-lab'
import type { Lab } from '../../support/seat/lab'
import { RatingLab } from '../../support/seat/rating-lab'
import { RaterRobot, storedAnswers, type Device } from '../../support/seat/rater-robot'
import { carriers, type Carrier } from '../../support/studio-app'

const devices: readonly Device[] = ['keyboard', 'mouse', 'touch']
const sessions = presetNames.flatMap((preset) => devices.map((device) => [preset, device] as const))

const openLab = (carrier: Carrier, options: RatedStudyOptions, device: Device): Promise<Lab> =>
  carrier === 'ipc' ? ElectronLab.open(options, device === 'touch') : RatingLab.open(options)

describe.each(['http', 'ipc'] as const)('a whole session, over %s', (carrier) => {
  const { place, missing } = carriers[carrier]
  // Playwright cannot touch a window of real Electron
  const canBe = (device: Device) =>
    missing === null && !(carrier === 'ipc' && usesRealElectron && device === 'touch')

  test.for(sessions)(
    `in ${place}, of %s by %s: what was pressed is what is stored`,
    async ([preset, device], { skip }) => {
      if (!canBe(device)) skip(missing ?? 'Playwright cannot touch windows of Electron')
      const lab = await openLab(carrier, { preset, imagesPerClass: 2, change: shorten }, device)
      const language = device === 'mouse' ? 'de' : 'en'
      const desk = await lab.seat('Desk 1', { language, context: { hasTouch: device === 'touch' } })
      const robot = new RaterRobot(lab, desk, device)
      await robot.rate()

      await desk.page
        .getByRole('heading', { name: language === 'de' ? 'Vielen Dank' : 'Thank you' })
        .waitFor()
      expect(await lab.stateOf(desk.sessionId)).toBe('complete')
      const rows = lab.answersOf(desk.sessionId)
      expect(storedAnswers(lab, desk)).toEqual(robot.answers)
      expect(new Set(rows.map(({ trialType }) => trialType)).size).toBeGreaterThanOrEqual(8)
      let beforeMs = 0
      for (const { trialType, onsetMs, responseMs, inputDevice, frameIntervalMs, focusLosses } of rows) {
        expect(onsetMs).toBeGreaterThan(beforeMs)
        beforeMs = onsetMs! + responseMs!
        if (isStimulus(trialType)) expect(responseMs).toBeGreaterThanOrEqual(minimumViewMs)
        expect([inputDevice, focusLosses]).toEqual([device, 0])
        expect(frameIntervalMs === null || frameIntervalMs > 0).toBe(true)
      }
    },
  )
})

const isStimulus = (trialType: string): boolean =>
  ['pair', 'likert', 'classify', 'practice', 'attention-check'].includes(trialType)

const minimumViewMs = 100

/** Few items with a break, and little waiting. */
const shorten = (content: ProtocolContent): ProtocolContent => ({
  ...content,
  answering: { ...content.answering, minimumViewMs },
  timeline: content.timeline.map((block) => (block.type === 'rating' ? { ...block, breakEvery: 4 } : block)),
})
