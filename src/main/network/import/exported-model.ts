import { z } from 'zod'
import { resnetSpecSchema } from '../resnet'
import { vggSpecSchema } from '../vgg'

/** The header's text by which a weight file that this program exported tells what it holds. */
export const exportKey = 'sweetspot.export'

export const exportedModelSchema = z.object({
  architecture: z.discriminatedUnion('kind', [vggSpecSchema, resnetSpecSchema]),
  /** In the order of the outputs. */
  classes: z.array(z.string()).min(2),
})
export type ExportedModel = z.infer<typeof exportedModelSchema>
