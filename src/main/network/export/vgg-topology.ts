import { batchNormEpsilon, exportedMomentum } from '../batch-normalisation'
import type { KerasLayer, KerasTopology } from '../keras-topology'
import { pooledAfter, type VggSpec } from '../vgg'

/** A VGG-16 in the words of Keras: a chain of layers with the names that they have here, ending in logits. */
export function vggTopology(spec: VggSpec, classCount: number): KerasTopology {
  const layers = [...featureLayers(spec), ...headLayers(spec, classCount)]
  const [first, ...others] = layers
  const input = { batch_input_shape: [null, spec.inputSizePx, spec.inputSizePx, 3], dtype: 'float32' }
  return {
    class_name: 'Sequential',
    config: {
      name: spec.name.replaceAll('-', '_'),
      layers: [{ ...first!, config: { ...input, ...first!.config } }, ...others],
    },
  }
}

function featureLayers({ convWidths, batchNorm }: VggSpec): KerasLayer[] {
  const layers: KerasLayer[] = []
  const add = (kind: string, config: object): void => {
    layers.push(layer(kind, `features.${layers.length}`, config))
  }
  convWidths.forEach((filters, index) => {
    add('Conv2D', { filters, kernel_size: [3, 3], strides: [1, 1], padding: 'same', use_bias: true })
    // Keras counts the share of the old averages, PyTorch that of the new values.
    if (batchNorm) add('BatchNormalization', { epsilon: batchNormEpsilon, momentum: exportedMomentum })
    add('Activation', { activation: 'relu' })
    if (pooledAfter.has(index)) add('MaxPooling2D', { pool_size: [2, 2], strides: [2, 2], padding: 'valid' })
  })
  return layers
}

function headLayers({ head, denseWidths, dropoutRate }: VggSpec, classCount: number): KerasLayer[] {
  const dense = (name: string, units: number) => layer('Dense', name, { units, use_bias: true })
  if (head === 'gap') {
    return [layer('GlobalAveragePooling2D', 'avgpool', {}), dense('classifier', classCount)]
  }
  const hidden = denseWidths.flatMap((units, index) => [
    dense(`classifier.${index * 3}`, units),
    layer('Activation', `classifier.${index * 3 + 1}`, { activation: 'relu' }),
    layer('Dropout', `classifier.${index * 3 + 2}`, { rate: dropoutRate }),
  ])
  return [layer('Flatten', 'flatten', {}), ...hidden, dense('classifier.6', classCount)]
}

function layer(kind: string, name: string, config: object): KerasLayer {
  return { class_name: kind, config: { name, trainable: true, ...config } }
}
