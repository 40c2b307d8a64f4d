import type { Variable } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import { finishGraph } from './compile'
import type { GraphNode, Initializer } from './graph-builder'
import type { Graph } from './onnx-model'
import { openBatch } from './open-batch'
import { permuteAxes } from './permute-axes'
import type { Program } from './program'
import { studioBackend } from './studio-backend'
import { hostData } from './tensor-record'
import { traceProgram } from './trace'

export interface RecordModelOptions {
  /** Shapes of the inputs without their first axis, the batch. */
  readonly inputs: Readonly<Record<string, readonly number[]>>
  /** Names for the weights in the graph. */
  readonly variableNames: ReadonlyMap<Variable, string>
}

/**
 * A program as one ONNX graph (opset 17) for any batch size, with the variables' present values inside, for others to
 * run. Inputs and outputs bear the program's own names.
 * @throws StudioError `compute/unsupported-kernel`, or `compute/not-compilable` for a program that assigns variables or
 *   depends on the batch size
 */
export async function recordModel(program: Program, options: RecordModelOptions): Promise<Graph> {
  const backend = studioBackend()
  await backend.bringVariablesHome()
  const record = (batch: number): Graph => {
    const specs = Object.entries(options.inputs).map(
      ([name, shape]) => [name, { shape: [batch, ...shape] }] as const,
    )
    const traced = traceProgram(backend, program, Object.fromEntries(specs), { freezeVariables: true })
    if (traced.variables.length > 0) {
      throw new StudioError(
        'compute/not-compilable',
        `The program assigns ${traced.variables[0]!.variable.name}: what is exported must not change its weights.`,
      )
    }
    const names = new Map(traced.outputs.map(({ key, info }) => [info.name, key]))
    return renamed(finishGraph(traced).graph, names)
  }
  const weights = new Map(
    [...options.variableNames].map(([variable, name]) => [hostData(backend.record(variable.dataId))!, name]),
  )
  const graph = openBatch(record(2), record(3))
  const named = new Map(
    graph.initializers.flatMap(({ name, data }) => {
      const weight = data instanceof BigInt64Array ? undefined : weights.get(data)
      return weight === undefined ? [] : [[name, weight] as const]
    }),
  )
  return withTransposedWeights(renamed(graph, named))
}

function renamed(graph: Graph, names: ReadonlyMap<string, string>): Graph {
  const rename = (name: string): string => names.get(name) ?? name
  const entry = <T extends { readonly name: string }>(each: T): T => ({ ...each, name: rename(each.name) })
  return {
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
    initializers: graph.initializers.map(entry),
    inputs: graph.inputs.map(entry),
    outputs: graph.outputs.map(entry),
  }
}

/** The same graph with weights in the order in which they are used, instead of transposed at every run. */
function withTransposedWeights(graph: Graph): Graph {
  const constants = new Map(graph.initializers.map((each) => [each.name, each]))
  const uses = Map.groupBy(
    graph.nodes.flatMap((node) => node.inputs.map((name) => ({ name, node }))),
    ({ name }) => name,
  )
  const replaced = new Map<string, Initializer>()
  const folded = new Set<GraphNode>()
  const names = new Map<string, string>()
  for (const node of graph.nodes) {
    const constant = constants.get(node.inputs[0] ?? '')
    if (node.op !== 'Transpose' || !(constant?.data instanceof Float32Array)) continue
    if (uses.get(constant.name)!.length > 1) continue
    replaced.set(
      constant.name,
      transposed(constant, node.attributes['perm'] as readonly number[], constant.data),
    )
    names.set(node.outputs[0]!, constant.name)
    folded.add(node)
  }
  return renamed(
    {
      ...graph,
      nodes: graph.nodes.filter((node) => !folded.has(node)),
      initializers: graph.initializers.map((each) => replaced.get(each.name) ?? each),
    },
    names,
  )
}

function transposed(constant: Initializer, order: readonly number[], data: Float32Array): Initializer {
  const shape = order.map((axis) => constant.shape[axis]!)
  return { ...constant, shape, data: permuteAxes(data, constant.shape, order) }
}
