import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeByHand } from '../../support/change-by-hand'
import { holdNextAnswer } from '../../support/held-answers'
import { carriers, type Carrier } from '../../support/studio-app'
import { callFrom, inspectPage, openRatedStudio, type RatedStudio } from './open-rated-studio'

describe.each(['ipc', 'http'] as const)('protocols and plans over %s', (carrier) => {
  describe.skipIf(carriers[carrier].missing !== null)(carriers[carrier].place, () => testProtocols(carrier))
})

/** Of the preset's screens: consent, questionnaire, eight texts and questions, practice, one more text. */
const firstItem = 12

function testProtocols(carrier: Carrier) {
  let studio: RatedStudio
  let page: Page
  const name = (what: string) => `${carrier}-protocols-${what}`

  beforeAll(async () => {
    studio = await openRatedStudio(carrier, { preset: 'experiment-2' })
    page = studio.page
  })
  afterAll(() => studio?.close())

  const button = (label: string | RegExp) => page.getByRole('button', { name: label })
  const open = (stage: string) =>
    page
      .getByRole('navigation', { name: 'Stages' })
      .getByRole('link', { name: new RegExp(`^${stage}`) })
      .click()
  const part = (label: string | RegExp) =>
    page.getByRole('navigation', { name: 'Parts of the protocol' }).getByRole('link', { name: label }).click()
  const save = () => page.getByRole('button', { name: 'Save', exact: true })
  /** Until the study has it: the button is off while it is being saved already. */
  const saveAll = async () => {
    await save().click()
    await page.getByText('Unsaved; kept on this computer').waitFor({ state: 'detached' })
    await expect.poll(() => save().getAttribute('aria-busy')).toBe('false')
    expect(await save().getAttribute('aria-disabled')).toBe('true')
  }

  test('shows versions, and opens one that a plan uses for reading only', async () => {
    await open('Protocols')
    await page.getByText('In the plan Experiment 2').waitFor()
    await inspectPage(page, name('list'))
    await page.getByRole('link', { name: /^Look at it/ }).click()
    await button('Copy as version 2').waitFor()
    expect(await page.getByLabel('Description').isDisabled()).toBe(true)
    expect(await save().count()).toBe(0)
    await button('Copy as version 2').click()
    await page.getByRole('heading', { name: 'Experiment 2 Version 2' }).waitFor()
    expect(await page.getByLabel('Description').isDisabled()).toBe(false)
  })

  test('keeps what was typed over leaving and reloading, until it is saved', async () => {
    await page.getByLabel('Description').fill('For our lab.')
    await page.getByText('Unsaved; kept on this computer').waitFor()
    await open('Devices')
    await page.reload()
    await open('Protocols')
    await page.getByText('Unsaved changes on this computer').waitFor()
    await page.getByRole('link', { name: /^Edit.*version 2$/ }).click()
    expect(await page.getByLabel('Description').inputValue()).toBe('For our lab.')
    await saveAll()
    const { protocols } = await callFrom(page, 'protocols.list', undefined)
    expect(protocols.map(({ version, description }) => [version, description])).toContainEqual([
      2,
      'For our lab.',
    ])
  })

  test.runIf(carrier === 'http')('takes no typing while it is being saved, which would be lost', async () => {
    const saving = await holdNextAnswer(page, 'protocols.save')
    const description = page.getByLabel('Description')
    await description.fill('For our own lab.')
    await save().click()
    await saving.isHeld
    const { x, y, width, height } = (await description.boundingBox())!
    await page.mouse.click(x + width / 2, y + height / 2)
    await page.keyboard.type('Too late. ')
    await saving.release()
    await page.getByText('Unsaved; kept on this computer').waitFor({ state: 'detached' })
    expect(await description.inputValue()).toBe('For our own lab.')
    await description.fill('For our lab.')
    await saveAll()
  })

  test('says what is wrong where it is typed, and what would work', async () => {
    await part(/^Numbers/)
    await page.getByText('Possible', { exact: true }).waitFor()
    await page.getByLabel('Items of each person').fill('5')
    await page.getByText('Not possible').waitFor()
    await page.getByText('Nearest that work:').waitFor()
    expect(await save().getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('link', { name: 'Numbers (1 to put right)' }).waitFor()
    await inspectPage(page, name('numbers'))
    await page.getByLabel('Items of each person').fill('')
    await page.getByText('Type a number.').waitFor()
    await button('Throw away').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Throw the changes away' }).click()
    await page.getByText('Possible', { exact: true }).waitFor()
    expect(await page.getByLabel('Items of each person').inputValue()).not.toBe('')
  })

  test('edits texts with a preview beside each language', async () => {
    await part(/^Texts/)
    await page.getByRole('link', { name: /^Taking part/ }).click()
    await page.getByRole('heading', { name: 'consent.body' }).waitFor()
    const preview = page.getByRole('region', { name: 'Preview in English' })
    await page.getByRole('textbox', { name: 'English' }).fill('## Welcome\n\nThis is **ours**.')
    await preview.getByRole('heading', { name: 'Welcome' }).waitFor()
    expect(await preview.locator('strong').innerText()).toBe('ours')
    await page.getByRole('textbox', { name: 'Deutsch' }).fill('')
    await page.getByText('The text is missing in Deutsch').waitFor()
    await inspectPage(page, name('texts'))
    await page.getByRole('textbox', { name: 'Deutsch' }).fill('## Willkommen')
  })

  test('changes the timeline', async () => {
    await part(/^Timeline/)
    await page.getByLabel('Kind of block').selectOption('instructions')
    await button('Add a block').click()
    await page.getByText('Not written yet').waitFor()
    await page.getByRole('link', { name: /^Texts \(2 to put right\)/ }).waitFor()
    const examples = page.getByRole('checkbox', { name: 'With an example' })
    expect(await examples.nth(1).isChecked()).toBe(true) // as in the preset
    await examples.first().check()
    await inspectPage(page, name('timeline'))
    await button('Remove Instructions').last().click()
    await page.getByText('Sound', { exact: true }).waitFor()
  })

  test('shows the screens of the draft as raters would see them', async () => {
    await button('Preview, English').click()
    const preview = page.getByRole('dialog')
    await preview.getByText(/^Preview: screen 1 of \d+/).waitFor()
    await preview.getByRole('heading', { name: 'Welcome' }).waitFor()
    expect(
      await preview.getByRole('button', { name: 'Back', exact: true }).getAttribute('aria-disabled'),
    ).toBe('true')
    const shown = async () =>
      (await preview.getByText(/^Preview: screen/).innerText()).match(/\d+/g)!.map(Number)
    for (let [place, count] = await shown(); place! < count!; [place, count] = await shown()) {
      await preview.getByRole('button', { name: 'Next', exact: true }).click()
      await expect.poll(shown).toEqual([place! + 1, count])
      if (place! + 1 !== firstItem) continue
      await preview.getByRole('heading', { name: 'What do you see on the image?' }).waitFor()
      await preview.locator('img').waitFor()
      await inspectPage(page, name('preview'))
    }
    await preview.getByText('That was all.').waitFor()
    await preview.getByRole('button', { name: 'Close the preview' }).click()
    await preview.waitFor({ state: 'detached' })
    expect(await callFrom(page, 'sessions.list', undefined)).toEqual([])
  })

  test('shows every other part', async () => {
    for (const label of ['Task', 'Models and classes', 'Maps', 'Answering']) {
      await part(label)
      await page.getByRole('group', { name: label, exact: true }).waitFor()
      await inspectPage(page, name(label.toLowerCase().replaceAll(' ', '-')))
    }
    await saveAll()
    const { protocols } = await callFrom(page, 'protocols.list', undefined)
    const saved = protocols.find(({ version }) => version === 2)
    const { timeline } = await callFrom(page, 'protocols.get', { protocolId: saved!.id })
    expect(timeline.find(({ type }) => type === 'instructions')).toMatchObject({
      examplePages: ['instructions.welcome', 'instructions.occlusion-map'],
    })
  })

  test('begins a protocol from a published experiment with the models of the study', async () => {
    await open('Protocols')
    await page.getByRole('link', { name: 'New protocol' }).click()
    await page.getByRole('radio', { name: /^Experiment 2/ }).check()
    await page.getByLabel('Images of each class to rate').fill('3')
    await page.getByLabel('Ratings of each item').fill('2')
    await inspectPage(page, name('new'))
    await button('Begin with this').click()
    await page.getByRole('heading', { name: 'Experiment 2 (2) New' }).waitFor()
    await page.getByText('Sound', { exact: true }).waitFor()
    await save().click()
    await page.getByRole('heading', { name: 'Experiment 2 (2) Version 1' }).waitFor()
  })

  test('makes a plan and proves it', async () => {
    await open('Plans')
    await page.getByRole('link', { name: 'Make a plan' }).click()
    await page.getByText('The maps fit the protocol').waitFor()
    await page.getByLabel('Choose the number of people').check()
    await page.getByLabel('People', { exact: true }).fill('1')
    await page.getByText('Not possible').waitFor()
    expect(await button('Make the plan').getAttribute('aria-disabled')).toBe('true')
    await inspectPage(page, name('plan-impossible'))
    await page.getByLabel('People', { exact: true }).fill('6')
    await page.getByText('Possible', { exact: true }).waitFor()
    await button('Make the plan').click()
    await page.getByText('Everything that was promised holds').waitFor()
    await page.getByRole('row', { name: /^ratings of an item 2 2 Holds/ }).waitFor()
    await inspectPage(page, name('proof'))
    await page.getByRole('link', { name: 'All plans' }).click()
    await page.getByRole('heading', { name: 'Plans', exact: true }).waitFor()
    await inspectPage(page, name('plans'))
  })

  test('removes a plan after asking', async () => {
    const dialog = page.getByRole('dialog')
    await button('Remove the plan Experiment 2 (2)').click()
    await dialog.getByText('The protocol and the maps stay').waitFor()
    await inspectPage(page, name('remove-plan'))
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await callFrom(page, 'planning.list', undefined)).toHaveLength(2)
    await button('Remove the plan Experiment 2 (2)').click()
    await dialog.getByRole('button', { name: 'Remove the plan' }).click()
    await button('Remove the plan Experiment 2 (2)').waitFor({ state: 'detached' })
    expect(await callFrom(page, 'planning.list', undefined)).toHaveLength(1)
  })

  test('says which classes have too few images', async () => {
    const {
      protocols: [first],
    } = await callFrom(page, 'protocols.list', undefined)
    const content = await callFrom(page, 'protocols.get', { protocolId: first!.id })
    const sampling = { ...content.sampling, reservePerClass: 20 }
    await callFrom(page, 'protocols.save', {
      protocolId: null,
      content: { ...content, name: 'Too many', sampling },
    })
    await page.getByRole('link', { name: 'Make a plan' }).click()
    await page.getByLabel('Protocol', { exact: true }).selectOption({ label: 'Too many, version 1' })
    await page.getByText('The maps do not fit').waitFor()
    await page.getByText('(too few)').first().waitFor()
    await inspectPage(page, name('too-few'))
  })

  test('shows a protocol that cannot be read with its reason, beside the others', async () => {
    const { protocols } = await callFrom(page, 'protocols.list', undefined)
    const { id } = protocols.find(({ name }) => name === 'Too many')!
    const content = await callFrom(page, 'protocols.get', { protocolId: id })
    changeByHand(join(studio.study.folder, 'study.sqlite'), id, { ...content, description: 'By hand.' })
    await open('Protocols')
    const broken = page.getByRole('region', { name: 'Cannot be read' })
    await broken.getByText('Too many, version 1', { exact: true }).waitFor()
    await broken.getByText("Somebody changed the study's file by hand").waitFor()
    await page.getByRole('heading', { name: 'Experiment 2 (2)' }).waitFor()
    await inspectPage(page, name('unreadable'))
    await broken.getByRole('button', { name: /^Copy as next version/ }).click()
    await page.getByRole('heading', { name: 'Too many Version 2' }).waitFor()
  })
}
