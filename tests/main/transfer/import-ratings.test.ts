import { describe, expect, test } from 'vitest'
import { importRatings, previewImport } from '../../../src/main/transfer/import-ratings'
import { type ColumnMapping, defaultImportOptions } from '../../../src/shared/rating-import'
import { publishedFile, publishedRatingsMissing } from '../../support/published-ratings'

const file = (text: string) => ({ name: 'ratings.csv', bytes: new TextEncoder().encode(text) })
const read = (text: string, options = defaultImportOptions) => importRatings(file(text), options)
const preview = (text: string, options = defaultImportOptions) => previewImport(file(text), options)

const pairHeader =
  'HITId,AssignmentId,WorkerId,AssignmentStatus,WorkTimeInSeconds,Input.image_url,Answer.algorithms.alg1,Answer.algorithms.alg2,Answer.algorithms.none'
const pairLine = (id: string, url: string, answer: string, status = 'Submitted') =>
  `h,${id},w,${status},6,${url},${answer}`

describe.skipIf(publishedRatingsMissing !== '')(`the published files${publishedRatingsMissing}`, () => {
  test('of experiment 2: 7,500 ratings by 116 raters of 1,500 items', () => {
    const found = previewImport(publishedFile('classification'), defaultImportOptions)
    expect(found).toMatchObject({
      shape: 'mturk-classify',
      ratings: 7500,
      raters: 116,
      items: 1500,
      models: ['2pruned', '32pruned', 'nonpruned'],
      problemCount: 0,
    })
    expect(found.classes).toHaveLength(10)
    expect(found.answers.find(({ answer }) => answer === null)!.count).toBe(824)
    expect(found.sample[0]!.row).toEqual({
      task: 'classify',
      raterId: 'R0001',
      itemId: '379_2-cassetteplayer_nonpruned.png',
      imageId: '379',
      className: '2-cassetteplayer',
      modelId: 'nonpruned',
      answer: '2-cassetteplayer',
      responseMs: null,
      source: 'imported',
      site: null,
    })
  })

  test('of experiment 1: 5,000 ratings, each with an identity of its own, and the same ones the next time', () => {
    const first = importRatings(publishedFile('pairs'), defaultImportOptions)
    const again = importRatings(publishedFile('pairs'), defaultImportOptions)
    expect(first.ratings).toHaveLength(5000)
    expect(new Set(first.ratings.map(({ identity }) => identity)).size).toBe(5000)
    expect(again).toEqual(first)
    expect(first.provenance.shape).toBe('mturk-pair')
    expect(first.ratings[0]).toMatchObject({
      line: 2,
      row: {
        task: 'pair',
        leftModelId: '2pruned',
        rightModelId: 'nonpruned',
        answer: '2pruned',
        imageId: '388',
        className: '3-chainsaw',
        responseMs: 6000,
      },
    })
  })

  test('split in two and joined again they give the same ratings', () => {
    const { bytes } = publishedFile('pairs')
    const lines = new TextDecoder().decode(bytes).split('\n')
    const part = (from: number, to: number) => read([lines[0], ...lines.slice(from, to)].join('\n')).ratings
    const whole = read(lines.join('\n')).ratings
    const parts = [...part(1, 2500), ...part(2500, lines.length)]
    expect(parts.map(({ identity, row }) => ({ identity, row }))).toEqual(
      whole.map(({ identity, row }) => ({ identity, row })),
    )
  })
})

describe("Mechanical Turk's files with other names", () => {
  test('pairs: models, classes and pairs are read from the file names, folders and queries dropped', () => {
    const { ratings } = read(
      [
        pairHeader,
        pairLine('a1', 'https://x.test/maps/img7_resnet_tabby_vit.jpg?v=2', 'true,false,false'),
        pairLine('a2', 'img7_vit_tabby_resnet.png', 'FALSE,FALSE,TRUE'),
      ].join('\r\n'),
    )
    expect(ratings.map(({ row }) => row)).toMatchObject([
      { imageId: 'img7', leftModelId: 'resnet', rightModelId: 'vit', className: 'tabby', answer: 'resnet' },
      { leftModelId: 'vit', rightModelId: 'resnet', answer: null },
    ])
  })

  test('pairs whose names hold underscores need the names of the models', () => {
    const text = [pairHeader, pairLine('a1', 'img_7_cpr_2_gas_pump_cpr_1.png', 'true,false,false')].join('\n')
    expect(() => read(text)).toThrow(/line 2.*give the names of the models/s)
    const { ratings } = read(text, { ...defaultImportOptions, modelNames: ['cpr_1', 'cpr_2'] })
    expect(ratings[0]!.row).toMatchObject({
      imageId: 'img_7',
      leftModelId: 'cpr_2',
      className: 'gas_pump',
      rightModelId: 'cpr_1',
    })
  })

  test('classification: classes come from the columns, so that any name may hold underscores', () => {
    const { ratings } = read(
      'WorkerId,Input.image_url,Answer.kind.gas_pump,Answer.kind.dog,Answer.kind.none\n' +
        'w1,val_0001_gas_pump_cpr_2.png,False,False,True\n',
    )
    expect(ratings[0]!.row).toMatchObject({
      task: 'classify',
      imageId: 'val_0001',
      className: 'gas_pump',
      modelId: 'cpr_2',
      answer: null,
      responseMs: null,
    })
  })

  test('rejected assignments are left out and counted, unless they are wanted', () => {
    const text = [
      pairHeader,
      pairLine('a1', '1_a_dog_b.png', 'true,false,false'),
      pairLine('a2', '1_a_dog_b.png', 'true,false,false', 'Rejected'),
    ].join('\n')
    expect(read(text).ratings).toHaveLength(1)
    expect(read(text).provenance.notes[0]).toContain('1 assignments')
    expect(read(text, { ...defaultImportOptions, includeRejected: true }).ratings).toHaveLength(2)
  })
})

describe('a file with problems', () => {
  const broken = [
    pairHeader,
    pairLine('a1', '1_a_dog_b.png', 'true,false,false'),
    pairLine('a2', '1_a_dog_b.png', 'true,true,false'),
    '',
    pairLine('a3', '1_a_dog_a.png', 'true,false,false'),
    'h,a4,w',
    pairLine('a5', '', 'perhaps,false,false'),
  ].join('\n')

  test('is refused with all of them at once, by line', () => {
    expect(() => read(broken)).toThrow(
      expect.objectContaining({
        code: 'import/refused',
        message: expect.stringMatching(
          /5 problems.*line 6: The line has 3 fields.*line 3: More than one answer.*line 5, column 'Input\.image_url'.*itself.*line 7/s,
        ),
      }),
    )
  })

  test('can still be previewed', () => {
    const found = preview(broken)
    expect(found.problemCount).toBe(5)
    expect(found.problems.map(({ line }) => line)).toEqual([6, 3, 5, 7, 7])
    expect(found.ratings).toBe(1)
  })

  test.each([
    ['nothing', '', /file is empty/],
    ['only a header', `${pairHeader}\n`, /no ratings/],
    ['an open quotation mark', `${pairHeader}\n"h,a1\n`, /line 2: A quotation mark is opened and not closed/],
    [
      'a repeated column',
      `${pairHeader},WorkerId\n`,
      /column 'WorkerId': The column is there more than once/,
    ],
    ['unknown columns', 'a,b\n1,2\n', /neither those of a Mechanical Turk batch nor mapped.*'a', 'b'/],
  ])('%s is refused', (_name, text, message) => {
    expect(() => read(text)).toThrow(message)
  })

  test.each([
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0), /line 1: .*UTF-16/],
    ['Latin-1', Uint8Array.of(0x61, 0x0a, 0x62, 0xe4, 0x0a), /line 2: .*not UTF-8/],
    ['a zero byte', Uint8Array.of(0x61, 0x0a, 0x62, 0x0a, 0, 0x0a), /line 3: .*not UTF-8/],
  ])('%s is refused', (_name, bytes, message) => {
    expect(() => importRatings({ name: 'x.csv', bytes }, defaultImportOptions)).toThrow(message)
  })
})

describe('long files', () => {
  const mapping: ColumnMapping = {
    task: 'classify',
    rater: 'who',
    item: 'what',
    answer: 'said',
    className: 'class',
    model: 'net',
    time: 'seconds',
    timeUnit: 's',
    noChoice: ['?'],
  }
  const options = { ...defaultImportOptions, mapping }

  test('are read through a mapping, with any separator and a byte order mark', () => {
    const { ratings, provenance } = read(
      '\ufeffwho;what;said;class;net;seconds\nanna;i1;dog;dog;a;1.5\nben;i1;?;dog;a;\n',
      { ...options, site: 'Graz' },
    )
    expect(provenance.shape).toBe('long')
    expect(ratings.map(({ line, row }) => [line, row])).toMatchObject([
      [2, { raterId: 'anna', answer: 'dog', responseMs: 1500, className: 'dog', modelId: 'a', site: 'Graz' }],
      [3, { raterId: 'ben', answer: null, responseMs: null, imageId: 'i1' }],
    ])
  })

  test('of pairs take model names and sides as answers', () => {
    const text = 'r,i,a,l,m\n1,x,LEFT,p,q\n1,y,q,p,q\n1,z,same,p,q\n'
    const pairs = { task: 'pair', rater: 'r', item: 'i', answer: 'a', timeUnit: 'ms' } as const
    const { ratings } = read(text, {
      ...defaultImportOptions,
      mapping: { ...pairs, leftModel: 'l', rightModel: 'm', noChoice: ['same'] },
    })
    expect(ratings.map(({ row }) => row.answer)).toEqual(['p', 'q', null])
    expect(() => read(text, { ...defaultImportOptions, mapping: { ...pairs, noChoice: [] } })).toThrow(
      /column for the left model/,
    )
  })

  test('of scales take whole numbers', () => {
    const scale: ColumnMapping = {
      task: 'likert',
      rater: 'r',
      item: 'i',
      answer: 'a',
      timeUnit: 'ms',
      noChoice: [],
    }
    const { ratings } = read('r,i,a\n1,x,4\n', { ...defaultImportOptions, mapping: scale })
    expect(ratings[0]!.row).toMatchObject({ task: 'likert', modelId: 'all', answer: 4 })
    expect(() => read('r,i,a\n1,x,often\n', { ...defaultImportOptions, mapping: scale })).toThrow(
      /line 2, column 'a': 'often' is no point of the scale/,
    )
  })

  test('that lack a mapped column are refused with the columns that are there', () => {
    expect(() => read('who,what\na,b\n', options)).toThrow(
      /column 'said': There is no such column for answer/,
    )
  })

  test('keep the line of records below fields with line breaks', () => {
    const text = 'who,what,said,class,net,seconds\n"a\nb",i,dog,dog,n,1\nc,i,dog,dog,n,soon\n'
    expect(preview(text, options).problems).toMatchObject([
      { line: 2, column: 'who' },
      { line: 4, column: 'seconds' },
    ])
  })

  test('get a mapping suggested from their header', () => {
    expect(preview('Participant ID,Stimulus,Response,RT (ms),Model\n').suggestedMapping).toMatchObject({
      rater: 'Participant ID',
      item: 'Stimulus',
      answer: 'Response',
      model: 'Model',
    })
  })
})
