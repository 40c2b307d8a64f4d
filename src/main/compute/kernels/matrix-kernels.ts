import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core'
import type { LoweringContext, LoweringTable } from '../lowering'
import { applyActivation } from './activation'

interface Product {
  readonly name: string
  readonly shape: number[]
}

function multiply(context: LoweringContext, a: TensorInfo, b: TensorInfo, attrs: NamedAttrMap): Product {
  const { transposeA, transposeB } = attrs as { transposeA?: boolean; transposeB?: boolean }
  const rank = a.shape.length
  const batch = backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  const rows = a.shape[transposeA ? rank - 1 : rank - 2]!
  const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)]!
  const turned = (tensor: TensorInfo, transpose?: boolean): string => {
    const axes = tensor.shape.map((_, axis) => axis)
    const [first, second] = [axes.length - 2, axes.length - 1]
    return transpose
      ? context.graph.transpose(context.name(tensor), [...axes.slice(0, -2), second, first])
      : context.name(tensor)
  }
  return {
    name: context.graph.node('MatMul', [turned(a, transposeA), turned(b, transposeB)]),
    shape: [...batch, rows, columns],
  }
}

export const matrixKernels = {
  BatchMatMul: (context, { a, b }, attrs) => {
    const { name, shape } = multiply(context, a!, b!, attrs)
    return context.result(name, shape, 'float32')
  },
  _FusedMatMul: (context, { a, b, bias, preluActivationWeights }, attrs) => {
    const { name, shape } = multiply(context, a!, b!, attrs)
    const sum = bias ? context.graph.node('Add', [name, context.name(bias)]) : name
    const activated = applyActivation(context, sum, {
      activation: attrs['activation'] as backend_util.Activation | undefined,
      preluWeights: preluActivationWeights,
      leakyreluAlpha: attrs['leakyreluAlpha'] as number | undefined,
    })
    return context.result(activated, shape, 'float32')
  },
} satisfies LoweringTable
