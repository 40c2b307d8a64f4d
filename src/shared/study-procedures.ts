import { z } from 'zod'
import { nameSchema, timestampSchema } from './records/common'
import { siteSchema } from './records/study-records'
import { studioOnly, type Role } from './roles'
import { studyOverviewSchema } from './study-overview'

/** As a person types it, or a dialog gives it: absolute, or below the user's own folder with `~`. */
const folderSchema = z.string().trim().min(1).max(4096)

export const newStudyRequestSchema = z.strictObject({
  /** New, or empty. */
  folder: folderSchema,
  name: nameSchema,
  description: z.string().max(10_000),
  siteName: siteSchema.shape.name,
  sitePrefix: siteSchema.shape.prefix,
})
export type NewStudyRequest = Readonly<z.infer<typeof newStudyRequestSchema>>

/** A study that was open here before. */
export const recentStudySchema = z.strictObject({
  /** Absolute. */
  folder: z.string(),
  name: z.string(),
  openedAt: timestampSchema,
  /** Whether the folder still holds a study. */
  isThere: z.boolean(),
})
export type RecentStudy = Readonly<z.infer<typeof recentStudySchema>>

/** What may be opened, and where new studies go unless told otherwise. */
export const studyChoicesSchema = z.strictObject({
  /** The last one first. */
  recent: z.array(recentStudySchema),
  /** Absolute; it need not exist. */
  suggestedParent: z.string(),
  /** What separates folders here: `/` or `\`. */
  separator: z.string(),
  /** Whether `study.pickFolder` can show a dialog; in a browser, folders are typed. */
  canPickFolder: z.boolean(),
})
export type StudyChoices = Readonly<z.infer<typeof studyChoicesSchema>>

/** The part of the contract by which studies are opened and made. */
export const studyProcedures = {
  /** Null while none is open. */
  'study.current': { roles: studioOnly, input: z.void(), output: studyOverviewSchema.nullable() },
  'study.recent': { roles: studioOnly, input: z.void(), output: studyChoicesSchema },
  /** Opens a study in place of the one that is open, which is closed only when this has worked. */
  'study.open': {
    roles: studioOnly,
    input: z.strictObject({ folder: folderSchema }),
    output: studyOverviewSchema,
  },
  'study.create': { roles: studioOnly, input: newStudyRequestSchema, output: studyOverviewSchema },
  'study.close': { roles: studioOnly, input: z.void(), output: z.void() },
  /** Takes a folder off the list of recent studies; the study itself stays. */
  'study.forget': { roles: studioOnly, input: z.strictObject({ folder: folderSchema }), output: z.void() },
  /** Asks with the system's dialog; null where it was cancelled, or there is none. */
  'study.pickFolder': {
    roles: studioOnly,
    input: z.strictObject({ purpose: z.enum(['open', 'create']) }),
    output: z.string().nullable(),
  },
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>

/** What is told without being asked: at once when another study is open, soon after the open one has changed. */
export const studyEvents = {
  'study.changed': {
    roles: studioOnly,
    payload: z.strictObject({ study: studyOverviewSchema.nullable() }),
  },
} as const satisfies Record<string, { roles: readonly Role[]; payload: z.ZodType }>
