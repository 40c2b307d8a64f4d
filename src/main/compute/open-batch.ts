import { StudioError } from '../../shared/errors'
import type { GraphNode, Initializer } from './graph-builder'
import type { Graph } from './onnx-model'

/**
 * One graph for any batch size, from two recordings of the same program with different sizes: what differs between
 * them is the batch size, and may occur only as one edge of a Reshape, which then works it out itself (-1).
 * @throws StudioError `compute/not-compilable` if the recordings differ in another way
 */
export function openBatch(graph: Graph, other: Graph): Graph {
  if (graph.nodes.length !== other.nodes.length) throw dependsOnBatch('the number of its operations')
  const ownConstants = byName(graph)
  const otherConstants = byName(other)
  const counterparts = new Map(graph.inputs.map(({ name }, index) => [name, other.inputs[index]!.name]))
  const opened: Initializer[] = []
  const nodes = graph.nodes.map((node, index) => {
    const twin = other.nodes[index]!
    if (node.op !== twin.op || JSON.stringify(node.attributes) !== JSON.stringify(twin.attributes)) {
      throw dependsOnBatch(`its ${node.op}`)
    }
    node.outputs.forEach((name, place) => counterparts.set(name, twin.outputs[place]!))
    const inputs = node.inputs.map((name, place) => {
      const constant = ownConstants.get(name)
      const twinConstant = otherConstants.get(twin.inputs[place]!)
      if (!constant || !twinConstant) {
        if (name !== '' && counterparts.get(name) !== twin.inputs[place])
          throw dependsOnBatch(`its ${node.op}`)
        return name
      }
      if (isSame(constant, twinConstant)) return name
      const shape = openedShape(node, [constant, twinConstant])
      const open = { ...shape, name: `${name}_open` }
      if (!opened.some((each) => each.name === open.name)) opened.push(open)
      return open.name
    })
    return { ...node, inputs }
  })
  const used = new Set(nodes.flatMap(({ inputs }) => inputs))
  const initializers = [...graph.initializers.filter(({ name }) => used.has(name)), ...opened]
  return { ...graph, nodes, initializers }
}

/** A Reshape's target in which the edge that follows the batch size is -1. */
function openedShape({ op }: GraphNode, [own, other]: readonly [Initializer, Initializer]): Initializer {
  const edges = own.data instanceof BigInt64Array ? own.data : null
  const others = other.data instanceof BigInt64Array ? other.data : null
  if (op !== 'Reshape' || !edges || !others || edges.length !== others.length)
    throw dependsOnBatch(`a constant of its ${op}`)
  const open = edges.map((edge, axis) => (edge === others[axis] ? edge : -1n))
  if (open.filter((edge) => edge === -1n).length !== 1) throw dependsOnBatch(`the target of its ${op}`)
  return { ...own, data: open }
}

function byName({ initializers }: Graph): ReadonlyMap<string, Initializer> {
  return new Map(initializers.map((each) => [each.name, each]))
}

function isSame(own: Initializer, other: Initializer): boolean {
  if (own.data === other.data) return true
  if (own.type !== other.type || own.shape.join() !== other.shape.join()) return false
  const bytes = ({ data }: Initializer): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return bytes(own).equals(bytes(other))
}

function dependsOnBatch(what: string): StudioError {
  return new StudioError(
    'compute/not-compilable',
    `The program cannot be written for any batch size: ${what} depends on it.`,
  )
}
