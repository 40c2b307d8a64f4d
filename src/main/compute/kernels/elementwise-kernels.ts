import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core'
import { elementTypeCodes } from '../onnx-model'
import type { Lowering, LoweringContext, LoweringTable } from '../lowering'
import { asTensorType } from '../tensor-record'
import type { TensorType } from '../program'

type UnaryEmitter = (context: LoweringContext, x: string, attrs: NamedAttrMap) => string

/** `name` converted between element types: float to int truncates, anything to bool tests for non-zero. */
export function cast({ graph }: LoweringContext, name: string, to: TensorType): string {
  return graph.node('Cast', [name], { to: elementTypeCodes[to] })
}

/** A function of float32 values; integer and bool tensors pass through float32 and keep their type. */
function unary(emit: UnaryEmitter): Lowering {
  return (context, { x }, attrs) => {
    const dtype = asTensorType(x!.dtype)
    if (dtype === 'float32') return context.result(emit(context, context.name(x!), attrs), x!.shape, dtype)
    const value = emit(context, cast(context, context.name(x!), 'float32'), attrs)
    return context.result(cast(context, value, dtype), x!.shape, dtype)
  }
}

function same(operator: string): Lowering {
  return unary(({ graph }, x) => graph.node(operator, [x]))
}

/** A test of float32 values. */
function predicate(emit: UnaryEmitter): Lowering {
  return (context, { x }, attrs) => {
    const value = x!.dtype === 'float32' ? context.name(x!) : cast(context, context.name(x!), 'float32')
    return context.result(emit(context, value, attrs), x!.shape, 'bool')
  }
}

type BinaryEmitter = (context: LoweringContext, a: string, b: string) => string

/** A function of two broadcast tensors of equal type. */
function binary(emit: BinaryEmitter, dtype?: TensorType): Lowering {
  return (context, { a, b }) => {
    const shape = backend_util.assertAndGetBroadcastShape(a!.shape, b!.shape)
    return context.result(
      emit(context, context.name(a!), context.name(b!)),
      shape,
      dtype ?? asTensorType(a!.dtype),
    )
  }
}

function pair(operator: string, dtype?: TensorType): Lowering {
  return binary(({ graph }, a, b) => graph.node(operator, [a, b]), dtype)
}

/** ONNX compares neither bools nor, on every provider, integers: both become numbers first. */
function comparison(operator: string): Lowering {
  return (context, { a, b }) => {
    const shape = backend_util.assertAndGetBroadcastShape(a!.shape, b!.shape)
    const value = (tensor: TensorInfo): string =>
      tensor.dtype === 'bool' ? cast(context, context.name(tensor), 'int32') : context.name(tensor)
    const result = context.graph.node(operator, [value(a!), value(b!)])
    return context.result(result, shape, 'bool')
  }
}

function leakyRelu(
  context: LoweringContext,
  { x }: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
): TensorInfo {
  const node = context.graph.node('LeakyRelu', [context.name(x!)], {
    alpha: { float: attrs['alpha'] as number },
  })
  return context.result(node, x!.shape, 'float32')
}

function select(
  context: LoweringContext,
  { condition, t, e }: Readonly<Record<string, TensorInfo>>,
): TensorInfo {
  const { graph } = context
  const perRow = condition!.shape.length === 1 && t!.shape.length > 1
  const rows = [...condition!.shape, ...t!.shape.slice(1).map(() => 1)]
  const test = perRow
    ? graph.node('Reshape', [context.name(condition!), graph.int64s(rows)])
    : context.name(condition!)
  return context.result(
    graph.node('Where', [test, context.name(t!), context.name(e!)]),
    t!.shape,
    asTensorType(t!.dtype),
  )
}

function step(
  context: LoweringContext,
  { x }: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
): TensorInfo {
  const { graph } = context
  const positive = graph.node('Greater', [context.name(x!), graph.scalar(0, asTensorType(x!.dtype))])
  const alpha = (attrs['alpha'] as number | undefined) ?? 0
  const value =
    alpha === 0
      ? cast(context, positive, 'float32')
      : graph.node('Where', [positive, graph.scalar(1), graph.scalar(alpha)])
  return context.result(
    x!.dtype === 'float32' ? value : cast(context, value, asTensorType(x!.dtype)),
    x!.shape,
    asTensorType(x!.dtype),
  )
}

/** x + ln(1 + exp(-x)) for positive x and ln(1 + exp(x)) else: exp never overflows. */
const softplus: UnaryEmitter = ({ graph }, x) => {
  const decay = graph.node('Exp', [graph.node('Neg', [graph.node('Abs', [x])])])
  return graph.node('Add', [
    graph.node('Relu', [x]),
    graph.node('Log', [graph.node('Add', [decay, graph.scalar(1)])]),
  ])
}

const unaryKernels = {
  Abs: same('Abs'),
  Neg: same('Neg'),
  Exp: same('Exp'),
  Expm1: unary(({ graph }, x) => graph.node('Sub', [graph.node('Exp', [x]), graph.scalar(1)])),
  Log: same('Log'),
  Log1p: unary(({ graph }, x) => graph.node('Log', [graph.node('Add', [x, graph.scalar(1)])])),
  Sqrt: same('Sqrt'),
  Rsqrt: unary(({ graph }, x) => graph.node('Reciprocal', [graph.node('Sqrt', [x])])),
  Square: unary(({ graph }, x) => graph.node('Mul', [x, x])),
  Reciprocal: same('Reciprocal'),
  Sign: same('Sign'),
  Floor: same('Floor'),
  Ceil: same('Ceil'),
  Round: same('Round'),
  Sin: same('Sin'),
  Cos: same('Cos'),
  Tan: same('Tan'),
  Atan: same('Atan'),
  Tanh: same('Tanh'),
  Erf: same('Erf'),
  Sigmoid: same('Sigmoid'),
  Softplus: unary(softplus),
  Elu: same('Elu'),
  Selu: same('Selu'),
  Relu: same('Relu'),
  Relu6: unary(({ graph }, x) => graph.node('Clip', [x, graph.scalar(0), graph.scalar(6)])),
  LeakyRelu: leakyRelu,
  Step: step,
  ClipByValue: unary(({ graph }, x, { clipValueMin, clipValueMax }) =>
    graph.node('Clip', [x, graph.scalar(clipValueMin as number), graph.scalar(clipValueMax as number)]),
  ),
  IsNan: predicate(({ graph }, x) => graph.node('IsNaN', [x])),
  IsInf: predicate(({ graph }, x) => graph.node('IsInf', [x])),
  IsFinite: predicate(({ graph }, x) =>
    graph.node('Not', [graph.node('Or', [graph.node('IsNaN', [x]), graph.node('IsInf', [x])])]),
  ),
} satisfies LoweringTable

const binaryKernels = {
  Add: pair('Add'),
  Sub: pair('Sub'),
  Multiply: pair('Mul'),
  RealDiv: pair('Div', 'float32'),
  FloorDiv: binary(({ graph }, a, b) => graph.node('Floor', [graph.node('Div', [a, b])])),
  Maximum: pair('Max'),
  Minimum: pair('Min'),
  Pow: pair('Pow'),
  SquaredDifference: binary(({ graph }, a, b) => {
    const difference = graph.node('Sub', [a, b])
    return graph.node('Mul', [difference, difference])
  }),
  Prelu: (context, { x, alpha }) =>
    context.result(
      context.graph.node('PRelu', [context.name(x!), context.name(alpha!)]),
      x!.shape,
      'float32',
    ),
  EluGrad: (context, { dy, y }) => {
    const { graph } = context
    const slope = graph.node('Add', [graph.node('Min', [context.name(y!), graph.scalar(0)]), graph.scalar(1)])
    return context.result(graph.node('Mul', [context.name(dy!), slope]), y!.shape, 'float32')
  },
  Equal: comparison('Equal'),
  NotEqual: (context, { a, b }, attrs) => {
    const equal = comparison('Equal')(context, { a: a!, b: b! }, attrs) as TensorInfo
    return context.result(context.graph.node('Not', [context.name(equal)]), equal.shape, 'bool')
  },
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  LogicalAnd: pair('And', 'bool'),
  LogicalOr: pair('Or', 'bool'),
  LogicalNot: (context, { x }) =>
    context.result(context.graph.node('Not', [context.name(x!)]), x!.shape, 'bool'),
} satisfies LoweringTable

export const elementwiseKernels = {
  ...unaryKernels,
  ...binaryKernels,
  AddN: (context, inputs) => {
    const terms = Object.values(inputs)
    const sum = terms
      .map((term) => context.name(term))
      .reduce((total, term) => context.graph.node('Add', [total, term]))
    return context.result(sum, terms[0]!.shape, asTensorType(terms[0]!.dtype))
  },
  Select: select,
  Cast: (context, { x }, { dtype }) => {
    const to = asTensorType(dtype as TensorType)
    return x!.dtype === to
      ? context.alias(x!)
      : context.result(cast(context, context.name(x!), to), x!.shape, to)
  },
} satisfies LoweringTable
