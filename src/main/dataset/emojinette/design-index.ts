import { z } from 'zod'
import indexJson from '../../../../resources/emojinette/index.json'

const indexSchema = z.object({
  heldOutSet: z.string(),
  classes: z.array(z.object({ name: z.string(), wnid: z.string() })),
  sets: z.array(
    z.object({
      set: z.string(),
      /** Pictures in many colours, or signs in one or two. */
      style: z.enum(['emoji', 'icon']),
      title: z.string(),
      author: z.string(),
      source: z.string(),
      licence: z.string(),
      licenceUrl: z.string(),
      package: z.string(),
    }),
  ),
  designs: z.array(
    z.object({
      /** Relative to resources/emojinette. */
      file: z.string(),
      class: z.string(),
      set: z.string(),
      /** One colour, which the drawing leaves open. */
      monochrome: z.boolean(),
      /** What its lines enclose is not part of the object. */
      seeThrough: z.boolean(),
    }),
  ),
})

/** Every design of the built-in sample with its class, set and licence. */
export const designIndex = indexSchema.parse(indexJson)

export type DesignEntry = (typeof designIndex.designs)[number]
