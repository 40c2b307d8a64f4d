import type { ColumnMapping } from '../../shared/rating-import'
import { suggestTime } from './suggest-time'

/** Names under which other tools export what is needed, most telling first; without spaces, case and punctuation. */
const namesOf = {
  rater: [
    'rater',
    'raterid',
    'participant',
    'participantid',
    'workerid',
    'worker',
    'subject',
    'subjectid',
    'coder',
    'annotator',
    'userid',
    'user',
  ],
  item: ['item', 'itemid', 'stimulus', 'stimulusid', 'unit', 'trial', 'imageurl'],
  answer: ['answer', 'response', 'rating', 'value', 'label', 'choice'],
  image: ['image', 'imageid', 'photo', 'picture'],
  className: ['class', 'classname', 'trueclass', 'category', 'correctanswer'],
  model: ['model', 'modelid', 'algorithm', 'network', 'condition', 'cpr'],
  leftModel: ['leftmodel', 'left', 'modelleft'],
  rightModel: ['rightmodel', 'right', 'modelright'],
  site: ['site', 'lab', 'station'],
  raterGroup: ['ratergroup', 'group', 'participantgroup'],
} as const satisfies Partial<Record<keyof ColumnMapping, readonly string[]>>

/**
 * A guess at which column holds what, for a person to confirm. Columns without a telling name are left open, and so is the
 * unit of times where neither name nor values say it.
 */
export function suggestMapping(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Partial<ColumnMapping> {
  const plain = columns.map((column) => column.toLowerCase().replace(/[^a-z0-9]/g, ''))
  const found = Object.entries(namesOf).flatMap(([role, names]) => {
    const place = names.map((name) => plain.indexOf(name)).find((index) => index >= 0)
    return place === undefined ? [] : [[role, columns[place]!]]
  })
  const mapping = Object.fromEntries(found) as Partial<ColumnMapping>
  const task = mapping.leftModel && mapping.rightModel ? 'pair' : 'classify'
  return { ...mapping, ...suggestTime(columns, rows), task, noChoice: ["I don't know", 'none', 'equal'] }
}
