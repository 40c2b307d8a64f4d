import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStudy } from '../../../src/main/store/open-study'
import { systemEnvironment } from '../../../src/main/station/station-environment'
import type { SeatScreen } from '../../../src/shared/seat-session'
import type { SessionSummary } from '../../../src/shared/session-control'
import { presetNames, type PresetName } from '../../../src/shared/protocol-presets'
import { shownPictures } from '../../../src/shared/trials/shown-pictures'
import { openTestHost } from '../../support/open-test-host'
import { makeRatedStudy, type RatedStudy } from '../../support/rated-study'
import { nextAnswer } from '../../support/scripted-rater'
import type { StationClient } from '../../support/station-client'
import { temporaryFolder } from '../store/study-fixture'

const endless = { perSecond: 1e9, burst: 1e9 }

/** Names by which nobody at a desk or beside it may know what is shown. */
function secretsOf(study: RatedStudy, seen: Secrets): readonly string[] {
  const { content, modelIds, folder } = study
  const models = content.models.map(({ name }) => name)
  return [...models, ...Object.values(modelIds), ...seen.ids, folder, 'artifacts/maps', '.png', '.sqlite']
}

interface Secrets {
  readonly ids: readonly string[]
}

/** A browser that keeps every byte that it is sent. */
class Witness {
  readonly bytes: string[] = []

  constructor(readonly client: StationClient) {}

  async call<T>(procedure: string, input?: unknown): Promise<T> {
    const answer = await this.client.post(`${this.client.home}api/call`, { procedure, input })
    this.bytes.push(JSON.stringify(answer.headers), answer.text)
    const result = answer.result()
    if (!result.ok) throw new Error(`${procedure}: ${result.error.message}`)
    return result.value as T
  }

  async picture(token: string): Promise<void> {
    const answer = await this.client.get(`${this.client.home}artifacts/${token}`)
    expect(answer.status).toBe(200)
    this.bytes.push(JSON.stringify(answer.headers), answer.text)
  }
}

async function openStudyAt(preset: PresetName) {
  const made = await makeRatedStudy(join(temporaryFolder(), 'study'), { preset })
  const study = openStudy(made.folder)
  const ids = [
    ...study.images.list(study.datasets.list()[0]!.id).map(({ id }) => id),
    ...study.artifacts.list().map(({ id }) => id),
    ...study.stimuli.sets().flatMap(({ id }) => study.stimuli.ofSet(id).map((stimulus) => stimulus.id)),
  ]
  const limits = { calls: endless, requests: endless }
  const host = await openTestHost({ study, limits, environment: systemEnvironment })
  return { made, host, ids }
}

describe.each(presetNames)('a whole session of %s', (preset) => {
  test('sends nothing that names a model, a file, or the truth', async () => {
    const { made, host, ids } = await openStudyAt(preset)
    const atDesk = await host.atDesk('Desk 1')
    const desk = new Witness(atDesk)
    const supervisor = new Witness(await host.signedIn('supervisor'))
    const heard: string[] = []
    for (const caller of [{ role: 'seat', seatId: atDesk.seatId }, { role: 'supervisor' }] as const) {
      const hear = (_name: string, payload: unknown) => heard.push(JSON.stringify(payload))
      host.hub.subscribe(caller, { hear, end: () => undefined })
    }
    await supervisor.call('plans.choices')
    const { id } = await supervisor.call<SessionSummary>('sessions.create', {
      planId: made.planId,
      seatId: atDesk.seatId,
      participantCode: null,
      language: 'de',
    })
    await supervisor.call('sessions.act', { sessionId: id, action: { kind: 'start' } })
    let screen = await desk.call<SeatScreen>('seat.screen')
    const screens: SeatScreen[] = []
    for (let answer = nextAnswer(screen); answer !== undefined; answer = nextAnswer(screen, screens.length)) {
      screens.push(screen)
      for (const token of shownPictures(screen.session!.view.screen!.trial)) await desk.picture(token)
      screen = await desk.call('seat.answer', answer)
      if (screens.length % 7 === 0) await supervisor.call('sessions.list')
    }
    expect(screen.session?.view.state).toBe('complete')
    await supervisor.call('sessions.list')
    const sent = [...desk.bytes, ...supervisor.bytes, ...heard].join('\n')
    expect(sent.length).toBeGreaterThan(20_000)
    for (const secret of secretsOf(made, { ids })) expect(sent).not.toContain(secret)
    expect(supervisor.bytes.join('')).not.toMatch(classesOf(made))
    expectClassesOnlyAsAnswers(made, screens)
  })
})

/** Names of classes in any language, as a supervisor must not read them beside a session. */
const classesOf = ({ content }: RatedStudy): RegExp =>
  new RegExp(content.classes.flatMap(({ id, labels }) => [id, ...Object.values(labels)]).join('|'))

/** On the screen of an item a class is named only among the answers, or as what both models said of a pair or a map. */
function expectClassesOnlyAsAnswers(made: RatedStudy, screens: readonly SeatScreen[]): void {
  for (const { session } of screens) {
    const { trial } = session!.view.screen!
    // Pictures have random names, in which "dog" may stand by chance.
    const textOf = (shown: object): string =>
      shownPictures(trial).reduce((text, token) => text.replaceAll(token, ''), JSON.stringify(shown))
    if (trial.kind === 'classify') {
      const { classes, ...others } = trial.shown
      expect(classes.map(({ id }) => id)).toEqual(made.content.classes.map(({ id }) => id))
      expect(textOf(others)).not.toMatch(classesOf(made))
    } else if (trial.kind === 'pair' || trial.kind === 'likert') {
      const { predictedClass, ...others } = trial.shown
      expect(predictedClass).toMatch(classesOf(made))
      expect(textOf(others)).not.toMatch(classesOf(made))
    }
  }
}

test('the pictures that a study keeps have nothing but pixels in them', async () => {
  const { made, host } = await openStudyAt('experiment-2')
  const desk = await host.atDesk('Desk 1')
  const study = host.studies.require()
  for (const { path } of study.artifacts.list().slice(0, 10)) {
    const file = { path: study.artifactPath(path), mediaType: 'image/png' } as const
    const token = host.artifacts.lend(file, { role: 'seat', seatId: desk.seatId })
    const answer = (await host.artifacts.read(token, { role: 'seat', seatId: desk.seatId }))!
    const chunks = answer.body
      .toString('latin1')
      .match(/IHDR|PLTE|IDAT|IEND|tRNS|tEXt|iTXt|zTXt|eXIf|tIME|pHYs|iCCP/g)
    expect(new Set(chunks)).toEqual(new Set(['IHDR', 'IDAT', 'IEND']))
    expect(readFileSync(file.path).includes(made.folder)).toBe(false)
  }
})
