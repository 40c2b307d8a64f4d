import type { VggSpec } from '../src/main/network/vgg'
import { architectureSpec } from '../src/main/network/architectures'
import { type BenchCase, type CaseKind, productEdge } from './cases'

/** After these convolutions (from 0) of VGG-16 the edge is halved. */
const halvedAfter = new Set([1, 3, 6, 9])

/**
 * Floating-point operations of a VGG-16's forward pass for one image: 2 for each multiplication with its addition, in
 * convolutions (padding counted as if it were data) and dense layers; biases, ReLU and pooling are left out.
 */
export function forwardOperations(spec: VggSpec, classCount: number): number {
  let edge = spec.inputSizePx
  let channels = 3
  let products = 0
  spec.convWidths.forEach((width, index) => {
    products += edge * edge * 9 * channels * width
    if (halvedAfter.has(index)) edge /= 2
    channels = width
  })
  const poolEdge = edge / 2
  let inputs = spec.head === 'dense' ? poolEdge * poolEdge * channels : channels
  for (const width of [...spec.denseWidths, classCount]) {
    products += inputs * width
    inputs = width
  }
  return 2 * products
}

const withoutOperations: ReadonlySet<CaseKind> = new Set(['prune', 'decode', 'augment', 'epoch'])

/**
 * Floating-point operations of one run of a case. A training step counts three forward passes (the gradients with
 * respect to inputs and to weights each cost one), Grad-CAM only one: the backward pass through the head is ours to save.
 * Null where a run is not about a network alone.
 */
export function caseOperations({
  kind,
  architecture,
  sizePx,
  classCount,
  batchSize,
}: BenchCase): number | null {
  if (withoutOperations.has(kind)) return null
  if (kind === 'product') return 2 * productEdge ** 3
  const spec = architectureSpec(architecture, sizePx)
  if (spec.kind !== 'vgg16') throw new Error(`the operations of ${spec.kind} networks are not counted`)
  const forward = forwardOperations(spec, classCount) * batchSize
  return kind === 'step' ? 3 * forward : forward
}
