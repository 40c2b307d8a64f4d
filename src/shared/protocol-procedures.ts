import { z } from 'zod'
import { languageSchema } from './languages/languages'
import { protocolContentSchema } from './protocol'
import { idSchema, nameSchema, timestampSchema } from './records/common'
import { studioOnly, type Role } from './roles'
import { raterTrialSchema } from './session-views'

/** A version of a protocol, without its content. */
export const protocolSummarySchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  version: z.int().positive(),
  description: z.string(),
  task: z.enum(['pair', 'likert', 'classify']),
  rendering: z.enum(['heat-map', 'occlusion-map']),
  createdAt: timestampSchema,
  /** When a session used it first; null while none has. */
  frozenAt: timestampSchema.nullable(),
  /** Names of the plans that were made from it. With one, or once frozen, it can only be copied. */
  plans: z.array(z.string()),
})
export type ProtocolSummary = Readonly<z.infer<typeof protocolSummarySchema>>

/** A version that is stored, but cannot be shown or used. */
export const unreadableProtocolSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  version: z.int().positive(),
  /** What is wrong with it, and what to do. */
  reason: z.string(),
  /** Whether what stands in it now is sound, so that it can go on as a copy. */
  canBeCopied: z.boolean(),
})
export type UnreadableProtocol = Readonly<z.infer<typeof unreadableProtocolSchema>>

/** Every version of the study is in one of both lists, by name, then version. */
export const protocolListSchema = z.strictObject({
  protocols: z.array(protocolSummarySchema),
  unreadable: z.array(unreadableProtocolSchema),
})
export type ProtocolList = Readonly<z.infer<typeof protocolListSchema>>

/** What a protocol can be made of in this study. */
export const protocolMaterialSchema = z.strictObject({
  models: z.array(z.strictObject({ name: z.string(), cpr: z.number(), classes: z.array(z.string()) })),
})
export type ProtocolMaterial = Readonly<z.infer<typeof protocolMaterialSchema>>

/** A protocol as raters would see it, one screen of each sort. */
export const protocolPreviewSchema = z.strictObject({
  screens: z
    .array(
      z.union([
        z.strictObject({ trialKey: z.string(), trial: raterTrialSchema }),
        /** What stands there when all is answered. */
        z.strictObject({ trialKey: z.literal('end'), text: z.string() }),
      ]),
    )
    .readonly(),
  /** Whether the study has maps that fit; without, screens and examples with pictures are left out. */
  hasPictures: z.boolean(),
})
export type ProtocolPreview = Readonly<z.infer<typeof protocolPreviewSchema>>

/** The part of the contract by which protocols are written. Whatever the study holds is sound: drafts stay with the page. */
export const protocolProcedures = {
  'protocols.list': { roles: studioOnly, input: z.void(), output: protocolListSchema },
  'protocols.get': {
    roles: studioOnly,
    input: z.strictObject({ protocolId: idSchema }),
    output: protocolContentSchema,
  },
  'protocols.material': { roles: studioOnly, input: z.void(), output: protocolMaterialSchema },
  /** Of a sound protocol, stored or not; nothing is kept. */
  'protocols.preview': {
    roles: studioOnly,
    input: z.strictObject({ content: protocolContentSchema, language: languageSchema }),
    output: protocolPreviewSchema,
  },
  /** Stores a new protocol, whose name must be free, or changes one that nothing uses yet, whose name stays. */
  'protocols.save': {
    roles: studioOnly,
    input: z.strictObject({ protocolId: idSchema.nullable(), content: protocolContentSchema }),
    output: protocolSummarySchema,
  },
  /** A copy that can be changed: the next version, or under another name the first of a new protocol. */
  'protocols.copy': {
    roles: studioOnly,
    input: z.strictObject({ protocolId: idSchema, name: nameSchema.nullable() }),
    output: protocolSummarySchema,
  },
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>
