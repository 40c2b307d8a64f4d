import { StudioError } from '../../../shared/errors'
import { writeSafetensors } from '../../store/safetensors-writer'
import type { ArchitectureSpec } from '../architectures'
import { type ForeignTensor, toForeign } from '../import/foreign-tensor'
import { exportKey } from '../import/exported-model'
import { torchvisionResnet } from '../import/resnet-naming'
import { torchvisionVgg } from '../import/vgg-naming'
import type { StoredModel } from '../model-file'
import type { Parameter } from '../network'
import { captureValues } from '../variable-values'

/**
 * Writes a model's weights as torchvision names and orders them, for `load_state_dict`; pruned weights are zeros. The
 * header tells what `importNetwork` needs to get the same network back.
 * @returns what the file holds, in words
 * @throws StudioError `export/unsupported` for an architecture that torchvision does not have; `file/not-writable`
 */
export async function exportTorchvision(path: string, { network, metadata }: StoredModel): Promise<string> {
  const { architecture, classes } = metadata
  const tensorOf = torchvisionNaming(architecture)
  const tensors = [...network.parameters, ...(network.buffers ?? [])].map((parameter) => {
    const tensor = tensorOf(parameter)
    return {
      name: tensor.name,
      shape: tensor.shape,
      dtype: 'F32' as const,
      read: async () => toForeign((await captureValues([parameter])).get(parameter.name)!, tensor),
    }
  })
  await writeSafetensors(path, tensors, {
    format: 'pt',
    [exportKey]: JSON.stringify({ architecture, classes }),
  })
  return (
    `The state of torchvision's ${architecture.name} with ${classes.length} outputs. It sees pixels scaled as ` +
    `"${architecture.inputScaling}", which is not part of it.`
  )
}

function torchvisionNaming(architecture: ArchitectureSpec): (parameter: Parameter) => ForeignTensor {
  switch (architecture.kind) {
    case 'vgg16':
      return (parameter) => torchvisionVgg(parameter, architecture)
    case 'resnet':
      return torchvisionResnet
    case 'layers-model':
      throw new StudioError(
        'export/unsupported',
        `torchvision has no ${architecture.name} with these layers. Export the model as onnx or layers instead.`,
      )
  }
}
