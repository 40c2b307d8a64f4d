import type { Rating, Session } from '../../../shared/records/session-records'
import { stampFields } from '../../../shared/trials/trial-row'
import { type DataField, type DataValue, trialKinds, type TrialKind } from '../../../shared/trials/trial-type'
import { trialType } from '../../../shared/trials/trial-types'
import type { ExportNames } from './export-names'
import { ratingData } from './rating-data'

/** An answer with the session that it was given in. */
export interface ExportedAnswer {
  readonly rating: Rating
  readonly session: Session
}

/** One column of an exported table: its line of the codebook, and where its values come from. */
export interface ExportColumn {
  readonly name: string
  readonly field: DataField
  readonly valueOf: (answer: ExportedAnswer, names: ExportNames) => DataValue
}

const text = (description: string, missing?: string): DataField => ({
  type: 'text',
  unit: null,
  description,
  ...(missing === undefined ? {} : { missing }),
})

const ofImports = 'not imported'

/** What the study knows about every answer. */
const studyColumns: readonly ExportColumn[] = [
  {
    name: 'experiment',
    field: text('Title of the plan, or of the imported experiment.'),
    valueOf: ({ session }, names) => names.experiment(session),
  },
  {
    name: 'rater',
    field: text('Code of the rater; of two raters with one code, with the end of their id.'),
    valueOf: ({ session }, names) => names.rater(session.raterId),
  },
  {
    name: 'raterGroup',
    field: text('Group of the rater.', 'groups are not told apart'),
    valueOf: ({ session }, names) => names.raterGroup(session.raterId),
  },
  {
    name: 'site',
    field: text('Prefix of the laboratory.'),
    valueOf: ({ session }, names) => names.site(session.siteId),
  },
  {
    name: 'sessionState',
    field: text('How far the session came, as "complete" or "aborted".'),
    valueOf: ({ session }) => session.state,
  },
  {
    name: 'exclusionReason',
    field: text('Why the answers of the session were set aside.', 'they count'),
    valueOf: ({ session }) => session.exclusionReason,
  },
  {
    name: 'importFile',
    field: text('File that the answer was imported from.', ofImports),
    valueOf: ({ session }, names) => names.importFile(session),
  },
  {
    name: 'importLine',
    field: { type: 'integer', unit: null, description: 'Line of that file.', missing: ofImports },
    valueOf: ({ rating, session }) =>
      session.source === 'imported' && typeof rating.data['line'] === 'number' ? rating.data['line'] : null,
  },
]

type Stamp = keyof typeof stampFields

/** Where the columns that the runner stamps come from; the rater's and study's ids have columns of their own. */
const stampValues: { readonly [Name in Stamp]: ExportColumn['valueOf'] } = {
  id: ({ rating }) => rating.id,
  sessionId: ({ session }) => session.id,
  protocolId: ({ session }) => session.protocolId,
  source: ({ session }) => session.source,
  trialType: ({ rating }) => rating.trialType,
  trialKey: ({ rating }) => rating.trialKey,
  attempt: ({ rating }) => rating.attempt,
  position: ({ rating }) => numberIn(rating, 'position'),
  part: ({ rating }) => numberIn(rating, 'part'),
  item: ({ rating }, names) => names.stimulus(rating.stimulusId)?.key ?? null,
  image: ({ rating }, names) => names.stimulus(rating.stimulusId)?.image ?? null,
  trueClass: ({ rating }, names) => names.stimulus(rating.stimulusId)?.className ?? null,
  recordedAt: ({ rating }) => rating.recordedAt,
  onsetMs: ({ rating }) => rating.onsetMs,
  responseMs: ({ rating }) => rating.responseMs,
  frameIntervalMs: ({ rating }) => rating.frameIntervalMs,
  focusLosses: ({ rating }) => rating.focusLosses,
  fullScreenExits: ({ rating }) => rating.fullScreenExits,
  hiddenMs: ({ rating }) => rating.hiddenMs,
  inputDevice: ({ rating }) => rating.inputDevice,
}

function numberIn({ data }: Rating, name: string): number | null {
  const value = data[name]
  return typeof value === 'number' ? value : null
}

/** The columns of the table of one kind of trial: the study's, the runner's, and those that the trial type declares. */
export function exportColumns(kind: TrialKind): readonly ExportColumn[] {
  const stamps = Object.entries(stampFields).map(([name, field]) => ({
    name,
    field: name === 'onsetMs' || name === 'responseMs' ? { ...field, missing: 'not measured' } : field,
    valueOf: stampValues[name as Stamp],
  }))
  const declared = Object.entries<DataField>({ ...trialType(kind).fields }).map(([name, field]) => ({
    name,
    field,
    valueOf: ({ rating }: ExportedAnswer, names: ExportNames) => ratingData(rating, names)[name] ?? null,
  }))
  return [...studyColumns, ...stamps, ...declared]
}

/** Whether the store's word for a kind of trial is one that this program knows. */
export function isTrialKind(kind: string): kind is TrialKind {
  return (trialKinds as readonly string[]).includes(kind)
}
