import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core'
import { elementTypeCodes } from '../onnx-model'
import type { Lowering, LoweringContext, LoweringTable } from '../lowering'
import { asTensorType } from '../tensor-record'
import type { TensorType } from '../program'
import { convolutionWithBias, convolutionWithRelu } from './fusion'
import { whereItLies } from './layout'

type UnaryEmitter = (context: LoweringContext, x: string, attrs: NamedAttrMap) => string

/** `name` converted between element types: float to int truncates, anything to bool tests for non-zero. */
export function cast({ graph }: LoweringContext, name: string, to: TensorType): string {
  return graph.node('Cast', [name], { to: elementTypeCodes[to] })
}

/** A function of float32 values; integer and bool tensors pass through float32 and keep their type. */
function unary(emit: UnaryEmitter): Lowering {
  return (context, { x }, attrs) => {
    const dtype = asTensorType(x!.dtype)
    if (dtype === 'float32') {
      const value = whereItLies(context, [x!], ([name]) => emit(context, name!, attrs))
      return context.result(value, x!.shape, dtype)
    }
    const value = emit(context, cast(context, context.name(x!), 'float32'), attrs)
    return context.result(cast(context, value, dtype), x!.shape, dtype)
  }
}

/** A function that leaves whole numbers as they are. */
function rounding(operator: string): Lowering {
  const emit = same(operator)
  return (context, inputs, attrs) =>
    inputs['x']!.dtype === 'float32' ? emit(context, inputs, attrs) : context.alias(inputs['x']!)
}

/** A function of float32 and of int32 values that needs no detour over float32, which holds integers to 2^24 only. */
function native(emit: UnaryEmitter, ints: UnaryEmitter = emit): Lowering {
  const detour = unary(emit)
  return (context, { x }, attrs) =>
    x!.dtype === 'int32'
      ? context.result(ints(context, context.name(x!), attrs), x!.shape, 'int32')
      : detour(context, { x: x! }, attrs)
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
    const type = dtype ?? asTensorType(a!.dtype)
    const areFloats = [a!.dtype, b!.dtype, type].every((each) => each === 'float32')
    const value = areFloats
      ? whereItLies(context, [a!, b!], ([first, second]) => emit(context, first!, second!))
      : emit(context, context.name(a!), context.name(b!))
    return context.result(value, shape, type)
  }
}

function pair(operator: string, dtype?: TensorType): Lowering {
  return binary(({ graph }, a, b) => graph.node(operator, [a, b]), dtype)
}

/** ONNX compares neither bools nor, on every provider, integers: both become numbers first. */
function comparison(operator: string, finish: UnaryEmitter = (_, equal) => equal): Lowering {
  return (context, { a, b }, attrs) => {
    const shape = backend_util.assertAndGetBroadcastShape(a!.shape, b!.shape)
    const value = (tensor: TensorInfo): string =>
      tensor.dtype === 'bool' ? cast(context, context.name(tensor), 'int32') : context.name(tensor)
    const result = context.graph.node(operator, [value(a!), value(b!)])
    return context.result(finish(context, result, attrs), shape, 'bool')
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

/** The three have one shape: tfjs' where() broadcasts before. */
function select(
  context: LoweringContext,
  { condition, t, e }: Readonly<Record<string, TensorInfo>>,
): TensorInfo {
  const dtype = asTensorType(t!.dtype)
  const value = where(context, context.name(condition!), { t: context.name(t!), e: context.name(e!), dtype })
  return context.result(value, t!.shape, dtype)
}

/** ONNX Runtime chooses between floats and between integers, not between bools. */
export function where(
  context: LoweringContext,
  test: string,
  { t, e, dtype }: { readonly t: string; readonly e: string; readonly dtype: TensorType },
): string {
  const { graph } = context
  if (dtype !== 'bool') return graph.node('Where', [test, t, e])
  return cast(
    context,
    graph.node('Where', [test, cast(context, t, 'int32'), cast(context, e, 'int32')]),
    'bool',
  )
}

function step(
  context: LoweringContext,
  { x }: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
): TensorInfo {
  const { graph } = context
  const alpha = (attrs['alpha'] as number | undefined) ?? 0
  const emit = (name: string): string => {
    const positive = graph.node('Greater', [name, graph.scalar(0, asTensorType(x!.dtype))])
    return alpha === 0
      ? cast(context, positive, 'float32')
      : graph.node('Where', [positive, graph.scalar(1), graph.scalar(alpha)])
  }
  const value =
    x!.dtype === 'float32' ? whereItLies(context, [x!], ([name]) => emit(name!)) : emit(context.name(x!))
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

/** 0 for NaN, as in tfjs; ONNX's Sign keeps NaN. */
const sign: UnaryEmitter = (context, x) => {
  const { graph } = context
  const [above, below] = ['Greater', 'Less'].map((test) =>
    cast(context, graph.node(test, [x, graph.scalar(0)]), 'float32'),
  )
  return graph.node('Sub', [above!, below!])
}

const relu = native(
  ({ graph }, x) => graph.node('Relu', [x]),
  ({ graph }, x) => graph.node('Max', [x, graph.scalar(0, 'int32')]),
)

const unaryKernels = {
  Abs: same('Abs'),
  Neg: native(({ graph }, x) => graph.node('Neg', [x])),
  Exp: same('Exp'),
  Expm1: unary(({ graph }, x) => graph.node('Sub', [graph.node('Exp', [x]), graph.scalar(1)])),
  Log: same('Log'),
  Log1p: unary(({ graph }, x) => graph.node('Log', [graph.node('Add', [x, graph.scalar(1)])])),
  Sqrt: same('Sqrt'),
  Rsqrt: unary(({ graph }, x) => graph.node('Reciprocal', [graph.node('Sqrt', [x])])),
  Square: unary(({ graph }, x) => graph.node('Mul', [x, x])),
  Reciprocal: same('Reciprocal'),
  Sign: unary(sign),
  Floor: rounding('Floor'),
  Ceil: rounding('Ceil'),
  Round: rounding('Round'),
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
  Relu: (context, inputs, attrs) => {
    const x = inputs['x']!
    const convolution = x.dtype === 'float32' ? convolutionWithRelu(context, x) : undefined
    return convolution === undefined
      ? relu(context, inputs, attrs)
      : context.result(convolution, x.shape, 'float32')
  },
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

/** The quotient of floats is int32 too, as in tfjs. */
const floorDivideFloats = binary(
  (context, a, b) => cast(context, context.graph.node('Floor', [context.graph.node('Div', [a, b])]), 'int32'),
  'int32',
)

/**
 * ONNX's integer division rounds towards zero: one less where something remains and the signs differ. Division by
 * zero, which would end the process, gives 0 as in tfjs.
 */
const floorDivideInts = binary(({ graph }, a, b) => {
  const [zero, one] = [graph.scalar(0, 'int32'), graph.scalar(1, 'int32')]
  const byZero = graph.node('Equal', [b, zero])
  const divisor = graph.node('Where', [byZero, one, b])
  const quotient = graph.node('Div', [a, divisor])
  const rest = graph.node('Sub', [a, graph.node('Mul', [quotient, divisor])])
  const signsDiffer = graph.node('Xor', [
    graph.node('Less', [rest, zero]),
    graph.node('Less', [divisor, zero]),
  ])
  const remains = graph.node('Not', [graph.node('Equal', [rest, zero])])
  const lower = graph.node('Sub', [quotient, one])
  const floor = graph.node('Where', [graph.node('And', [remains, signsDiffer]), lower, quotient])
  return graph.node('Where', [byZero, zero, floor])
})

const sum = pair('Add')

const binaryKernels = {
  Add: (context, inputs, attrs) => {
    const [a, b] = [inputs['a']!, inputs['b']!]
    const biased = convolutionWithBias(context, a, b) ?? convolutionWithBias(context, b, a)
    return biased === undefined
      ? sum(context, inputs, attrs)
      : context.result(biased, a.shape.length === 4 ? a.shape : b.shape, 'float32')
  },
  Sub: pair('Sub'),
  Multiply: pair('Mul'),
  RealDiv: pair('Div', 'float32'),
  FloorDiv: (context, { a, b }, attrs) =>
    (a!.dtype === 'int32' ? floorDivideInts : floorDivideFloats)(context, { a: a!, b: b! }, attrs),
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
  NotEqual: comparison('Equal', ({ graph }, equal) => graph.node('Not', [equal])),
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
    const add = (names: readonly string[]): string =>
      names.reduce((total, term) => context.graph.node('Add', [total, term]))
    const dtype = asTensorType(terms[0]!.dtype)
    const value =
      dtype === 'float32' ? whereItLies(context, terms, add) : add(terms.map((term) => context.name(term)))
    return context.result(value, terms[0]!.shape, dtype)
  },
  Select: select,
  Cast: (context, { x }, { dtype }) => {
    const to = asTensorType(dtype as TensorType)
    return x!.dtype === to
      ? context.alias(x!)
      : context.result(cast(context, context.name(x!), to), x!.shape, to)
  },
} satisfies LoweringTable
