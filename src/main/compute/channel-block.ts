import { blocked } from './kernels/layout'
import { anyTarget, type Target } from './lowering'
import { elementTypeCodes, encodeModel } from './onnx-model'
import { createSession, type Provider, type Session } from './ort'

/** What a graph for a provider on this machine is written for. */
export async function targetOf(provider: Provider, weightsAreConstants: boolean): Promise<Target> {
  if (provider !== 'cpu') return anyTarget
  // ONNX Runtime brings constant weights into blocks itself, and decides better where that is worth it.
  return { cpu: true, channelBlock: weightsAreConstants ? 0 : await (channelBlock ??= findChannelBlock()) }
}

let channelBlock: Promise<number> | undefined

/** ONNX Runtime fills channels up to a whole block: of 4, it makes as many as a block has. */
const probedShape = [1, 4, 1, 1] as const

async function findChannelBlock(): Promise<number> {
  let session: Session | undefined
  try {
    session = await createSession({ model: probe(), provider: 'cpu', residentOutputs: [] })
    const { shape } = await session.run({
      values: { shape: probedShape, dtype: 'float32', data: new Float32Array(4) },
    })
    return 'data' in shape! ? Number(shape.data[1]) : 0
  } catch {
    // This processor, or this build of ONNX Runtime, has no such layout.
    return 0
  } finally {
    await session?.dispose()
  }
}

/** A program that gives the shape of its input in the blocked layout. */
function probe(): Uint8Array {
  const node = (op: string, [input, output]: readonly [string, string], attributes = {}) => {
    return { op, inputs: [input], outputs: [output], attributes }
  }
  return encodeModel({
    nodes: [
      node(blocked.reorderInput, ['values', 'reordered']),
      node('Shape', ['reordered', 'long']),
      node('Cast', ['long', 'shape'], { to: elementTypeCodes.int32 }),
    ],
    initializers: [],
    inputs: [{ name: 'values', type: 'float32', shape: probedShape }],
    outputs: [{ name: 'shape', type: 'int32', shape: [4] }],
  })
}
