import { expect, test } from 'vitest'
import { formatParticipantCode, parseParticipantCode } from '../../../../src/shared/participant-code'
import { admitParticipant, nextCode, reserveCodes } from '../../../../src/main/study/running/participants'
import { v7 } from 'uuid'
import { newStudy } from '../../store/study-fixture'
import { Rated } from './rated'

const code = (number: number, site = 'ULM') => formatParticipantCode({ site, number })
const badCode = expect.objectContaining({ code: 'participant/bad-code' }) as Error

test('codes go on after the highest, whoever had it, and are never given out twice', () => {
  const study = newStudy()
  expect(nextCode(study)).toBe(code(1))
  expect(admitParticipant(study, null).code).toBe(code(1))
  expect(admitParticipant(study, ` ${code(41).toLowerCase().replaceAll('-', ' ')} `).code).toBe(code(41))
  expect(nextCode(study)).toBe(code(42))
  expect(admitParticipant(study, code(41)).id).toBe(admitParticipant(study, code(41)).id)
  expect(study.raters.list('own')).toHaveLength(2)
})

test('codes on printed sheets are new, on one sheet only, and given out by nothing but being typed', () => {
  const study = newStudy()
  admitParticipant(study, code(5))
  const sheets = [reserveCodes(study, 40, 'supervisor'), reserveCodes(study, 1, 'supervisor')]
  const printed = sheets.flat()
  expect(new Set(printed).size).toBe(41)
  expect(printed[0]).toBe(code(6))
  expect(printed).not.toContain(code(5))
  for (const each of printed) expect(formatParticipantCode(parseParticipantCode(each))).toBe(each)
  expect(printed).not.toContain(nextCode(study))
  expect(printed).not.toContain(admitParticipant(study, null).code)
  expect(admitParticipant(study, printed[3]!).code).toBe(printed[3])
  expect(reserveCodes(study, 3, 'supervisor').filter((each) => printed.includes(each))).toEqual([])
  expect(study.audit.list().filter(({ action }) => action === 'codes.reserved')).toHaveLength(3)
  expect(study.raters.list('own')).toHaveLength(3)
})

test('of another site only those of the study are known', () => {
  const study = newStudy()
  expect(() => admitParticipant(study, code(3, 'BER'))).toThrow(badCode)
  const { id } = study.sites.add({ name: 'Berlin', prefix: 'BER' })
  expect(admitParticipant(study, code(3, 'BER')).siteId).toBe(id)
  expect(nextCode(study)).toBe(code(1))
})

test.each(['Jane Doe', '', 'ULM-0001-X', 'ULM-0001', '0001'])('%j is no code', (typed) => {
  const study = newStudy()
  expect(() => admitParticipant(study, typed)).toThrow(badCode)
  expect(study.raters.list()).toEqual([])
})

test('the same person comes again only where the plan has a place without a picture of before', async () => {
  // 3 classes × 4 images × 3 models × 2 ratings = 72 = 6 raters × 12: every slot holds every image.
  const rated = await Rated.make({ preset: 'experiment-2' })
  const { id } = rated.started()
  rated.answerUntil(null)
  rated.act(id, { kind: 'close' })
  const before = rated.study.sessions.list()
  expect(() => rated.create({ participantCode: code(1) })).toThrow(
    expect.objectContaining({ code: 'plan/no-free-slot' }),
  )
  expect(rated.study.sessions.list()).toEqual(before)
  expect(rated.create({ participantCode: code(9), seatId: v7() }).view.participantCode).toBe(code(9))
})
