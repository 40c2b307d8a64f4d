import { transpose, type Tensor4D } from '@tensorflow/tfjs-core'
import { StudioError } from '../../../shared/errors'
import { byteLength, maximumModelBytes, modelChunks } from '../../compute/onnx-model'
import { recordModel } from '../../compute/record-model'
import { writeAll, writeAtomically } from '../../store/atomic-file'
import { metadataKey, type StoredModel } from '../model-file'

/** What the file takes and gives, for those who open it without this program. */
const description =
  'Input "images": float32 [batch, 3, height, width], red, green and blue in [0, 1], resized to the given size without ' +
  'keeping the aspect ratio; the scaling that the network was trained with is part of the graph. Output "logits": ' +
  'float32 [batch, classes], before the softmax; metadata "classes" names them.'

/**
 * Writes a model as ONNX, opset 17, for any batch size, with weights and the scaling of pixels inside; its metadata
 * names the classes and tells how the model was made.
 * @returns what the file takes and gives, in words
 * @throws StudioError `export/unsupported` for more than 2 GiB, which ONNX's own format cannot hold;
 *   `file/not-writable`
 */
export async function exportOnnx(path: string, { network, metadata }: StoredModel): Promise<string> {
  const { inputSizePx: size, classes, parameters, buffers } = network
  const graph = await recordModel(
    ({ images }) => ({ logits: network.forward(transpose(images as Tensor4D, [0, 2, 3, 1])) }),
    {
      inputs: { images: [3, size, size] },
      variableNames: new Map(
        [...parameters, ...(buffers ?? [])].map(({ name, variable }) => [variable, name]),
      ),
    },
  )
  const chunks = modelChunks(graph, {
    description,
    openAxis: 'batch',
    metadata: { classes: JSON.stringify(classes), [metadataKey]: JSON.stringify(metadata) },
  })
  const bytes = byteLength(chunks)
  if (bytes > maximumModelBytes) {
    throw new StudioError(
      'export/unsupported',
      `The model takes ${bytes} bytes, and an ONNX file can have ${maximumModelBytes}. Export it as layers instead.`,
    )
  }
  await writeAtomically(path, async (handle) => {
    for (const chunk of chunks) await writeAll(handle, chunk)
  })
  return description
}
