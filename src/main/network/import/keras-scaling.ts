import { StudioError } from '../../../shared/errors'
import { type InputScaling, inputScalingSchema } from '../../../shared/input-scaling'
import type { KerasTopology } from '../keras-topology'

/** What Keras' own applications were trained with (`preprocess_input` of each); the first that fits counts. */
const applications: readonly (readonly [RegExp, InputScaling])[] = [
  [/^mobilenet_?v3|^efficientnet|^convnext|^regnet/, 'bytes'],
  [/^mobilenet|^xception|^inception|^nasnet|^resnet\d+_?v2/, 'signed'],
  [/^vgg|^resnet/, 'caffe'],
  [/^densenet/, 'imagenet'],
]

/**
 * How a Keras model was trained to see its pixels, which its files do not tell: by its name, or from 0 to 255 where it
 * begins with a scaling layer of its own.
 * @throws StudioError `network/bad-architecture` where neither tells
 */
export function kerasScaling(topology: KerasTopology, fileName: string): InputScaling {
  const { layers } = topology.config
  if (layers.slice(0, 3).some(({ class_name: kind }) => kind === 'Rescaling')) return 'bytes'
  const names = [topology.config['name'], fileName].flatMap((name) =>
    typeof name === 'string' ? [name.toLowerCase()] : [],
  )
  for (const name of names) {
    const known = applications.find(([pattern]) => pattern.test(name))
    if (known) return known[1]
  }
  throw new StudioError(
    'network/bad-architecture',
    `${fileName} does not tell how it scales its pixels. Say it (--input-scaling): ` +
      `${inputScalingSchema.options.join(', ')}; "unit" is 0 to 1, "signed" -1 to 1.`,
  )
}
