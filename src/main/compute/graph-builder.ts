import type { TensorData, TensorType } from './program'

/** An attribute of an ONNX node; a plain number is an integer, floats are wrapped. */
export type Attribute = number | readonly number[] | string | { readonly float: number }

export interface GraphNode {
  /** Name of the operator, after its domain and a dot where it is not of the ONNX standard. */
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** ONNX element types that programs need: int64 only for shapes, axes and indices. */
export type ElementType = TensorType | 'int64'

export interface Initializer {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: TensorData | BigInt64Array
}

/**
 * Collects ONNX nodes. Equal nodes and equal small constants are shared, and chains of transpositions collapse, so
 * that lowerings can say what they mean without caring what was emitted before.
 */
export class GraphBuilder {
  private readonly nodesByOutput = new Map<string, GraphNode>()
  private readonly outputsByKey = new Map<string, string>()
  private readonly initializersByName = new Map<string, Initializer>()
  private readonly constantsByKey = new Map<string, string>()
  private nextId = 0

  uniqueName(prefix: string): string {
    return `${prefix}${this.nextId++}`
  }

  /** Adds a node with one output, or finds the equal one; returns the output's name. An absent input is `''`. */
  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodeWithOutputs(op, inputs, attributes, 1)[0]!
  }

  /** The same for nodes with several outputs. */
  nodeWithOutputs(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    count: number,
  ): readonly string[] {
    const key = JSON.stringify([op, inputs, attributes])
    const known = this.outputsByKey.get(key)
    if (known !== undefined) return this.nodesByOutput.get(known)!.outputs
    const outputs = Array.from({ length: count }, () => this.uniqueName('v'))
    const node: GraphNode = { op, inputs, outputs, attributes }
    for (const output of outputs) this.nodesByOutput.set(output, node)
    this.outputsByKey.set(key, outputs[0]!)
    return outputs
  }

  /** The node that computes `name`; undefined for inputs and constants. */
  producer(name: string): GraphNode | undefined {
    return this.nodesByOutput.get(name)
  }

  /** `name` with its axes permuted; a transposition of a transposition becomes one, or none. */
  transpose(name: string, permutation: readonly number[]): string {
    const producer = this.producer(name)
    if (producer?.op === 'Transpose') {
      const first = producer.attributes['perm'] as readonly number[]
      return this.transpose(
        producer.inputs[0]!,
        permutation.map((axis) => first[axis]!),
      )
    }
    if (permutation.every((axis, index) => axis === index)) return name
    return this.node('Transpose', [name], { perm: permutation })
  }

  /** A constant; small ones are shared by content. */
  constant(data: TensorData | BigInt64Array, shape: readonly number[], type: ElementType): string {
    const key = data.length <= 64 ? `${type}[${shape.join()}]${Array.from(data, describe).join()}` : undefined
    const known = key === undefined ? undefined : this.constantsByKey.get(key)
    if (known !== undefined) return known
    const name = this.uniqueName('c')
    this.initializersByName.set(name, { name, type, shape: [...shape], data })
    if (key !== undefined) this.constantsByKey.set(key, name)
    return name
  }

  /** A one-dimensional int64 constant: shapes, axes, indices. */
  int64s(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values.map(BigInt)), [values.length], 'int64')
  }

  /** A scalar constant. */
  scalar(value: number, type: TensorType = 'float32'): string {
    return this.constant(typedArray(type, [value]), [], type)
  }

  /** A one-dimensional float32 constant. */
  floats(values: readonly number[]): string {
    return this.constant(Float32Array.from(values), [values.length], 'float32')
  }

  /** The nodes and constants that `outputs` need, each node after the nodes that it reads. */
  needed(outputs: readonly string[]): { nodes: GraphNode[]; initializers: Initializer[] } {
    const nodes: GraphNode[] = []
    const initializers = new Map<string, Initializer>()
    const seen = new Set<GraphNode>()
    const stack = [...outputs].reverse().map((name) => ({ name, expanded: false }))
    while (stack.length > 0) {
      const { name, expanded } = stack.pop()!
      const node = this.nodesByOutput.get(name)
      if (!node) {
        const initializer = this.initializersByName.get(name)
        if (initializer) initializers.set(name, initializer)
      } else if (expanded) nodes.push(node)
      else if (!seen.has(node)) {
        seen.add(node)
        stack.push({ name, expanded: true })
        for (const input of [...node.inputs].reverse()) stack.push({ name: input, expanded: false })
      }
    }
    return { nodes, initializers: [...initializers.values()] }
  }
}

/** Tells NaN payloads apart no more than ONNX does, but keeps -0 apart from 0. */
function describe(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** Values as the array type of `type`. */
export function typedArray(type: TensorType, values: ArrayLike<number>): TensorData {
  switch (type) {
    case 'float32':
      return Float32Array.from(values)
    case 'int32':
      return Int32Array.from(values)
    case 'bool':
      return Uint8Array.from(values)
  }
}
