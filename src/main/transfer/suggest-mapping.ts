import type { ColumnMapping } from '../../shared/rating-import'

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
  time: [
    'responsems',
    'rt',
    'responsetime',
    'reactiontime',
    'time',
    'timems',
    'duration',
    'worktimeinseconds',
  ],
  site: ['site', 'lab', 'station'],
  raterGroup: ['ratergroup', 'group', 'participantgroup'],
} as const satisfies Partial<Record<keyof ColumnMapping, readonly string[]>>

/** A guess at which column holds what, for a person to confirm. Columns without a telling name are left open. */
export function suggestMapping(columns: readonly string[]): Partial<ColumnMapping> {
  const plain = columns.map((column) => column.toLowerCase().replace(/[^a-z0-9]/g, ''))
  const found = Object.entries(namesOf).flatMap(([role, names]) => {
    const place = names.map((name) => plain.indexOf(name)).find((index) => index >= 0)
    return place === undefined ? [] : [[role, columns[place]!]]
  })
  const mapping = Object.fromEntries(found) as Partial<ColumnMapping>
  const task = mapping.leftModel && mapping.rightModel ? 'pair' : 'classify'
  const timeUnit = mapping.time && /sec|\bs\b/i.test(mapping.time) ? 's' : 'ms'
  return { ...mapping, task, timeUnit, noChoice: ["I don't know", 'none', 'equal'] }
}
