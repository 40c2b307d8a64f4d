import type { Variable } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import { checkedInputs, type NamedTensor } from './checked-input'
import { targetOf } from './channel-block'
import type { GraphNode } from './graph-builder'
import { encodeModel, type Graph } from './onnx-model'
import { createSession, endMarker, type Feed, keepsState, type Provider, type Session } from './ort'
import type { CompiledProgram, CompileOptions, InputSpec, Program, TensorData, TensorValue } from './program'
import { studioBackend, type StudioBackend } from './studio-backend'
import { emptyData, ownHostData } from './tensor-record'
import { traceProgram, type StateVariable, type TracedProgram } from './trace'

/**
 * Compiles a tfjs program to ONNX (opset 17) and prepares it on one of ONNX Runtime's providers. Variables that the
 * program reads become inputs that are fed from, and variables that it assigns outputs that are kept in, the
 * variables themselves: on the device where the provider allows it, else on the host.
 *
 * @throws StudioError `compute/unsupported-kernel`, `compute/not-compilable` or `compute/device-unavailable`
 */
export async function compile(
  provider: Provider,
  program: Program,
  inputs: Readonly<Record<string, InputSpec>>,
  { freezeVariables = false }: CompileOptions = {},
): Promise<CompiledProgram> {
  const backend = studioBackend()
  if (freezeVariables) await backend.bringVariablesHome()
  const traced = traceProgram(backend, program, inputs, {
    freezeVariables,
    target: await targetOf(provider, freezeVariables),
  })
  const assigned = traced.variables.filter((state) => state.assigned !== undefined)
  if (freezeVariables && assigned.length > 0) {
    throw new StudioError(
      'compute/not-compilable',
      `The program assigns ${assigned[0]!.variable.name}, so its variables cannot be frozen.`,
    )
  }
  const { graph, outputNames } = finishGraph(traced)
  const writesState = assigned.length > 0 && !keepsState(provider)
  const model = encodeModel(writesState ? { ...graph, emptySequence: endMarker } : graph)
  const session = await createSession({
    model,
    provider,
    residentOutputs: assigned.map((state) => outputNames.get(state)!),
  })
  return new OrtProgram({ backend, provider, session, traced, stateOutputs: outputNames, writesState })
}

/** Names every result as a graph output of its own, and drops what no result needs. */
export function finishGraph({ graph, inputs, outputs, variables }: TracedProgram): {
  graph: Graph
  outputNames: Map<StateVariable, string>
} {
  const outputNames = new Map<StateVariable, string>()
  const results = outputs.map(({ value, info }) => ({ value, info }))
  for (const state of variables) {
    if (state.assigned === undefined) continue
    const info = { ...state.info, name: graph.uniqueName('next') }
    outputNames.set(state, info.name)
    results.push({ value: state.assigned, info })
  }
  const { nodes, initializers } = graph.needed(results.map(({ value }) => value))
  const stateInputs = variables.map((state) => state.info)
  return {
    graph: {
      nodes: withResultNames(nodes, results),
      initializers,
      inputs: [...inputs, ...stateInputs],
      outputs: results.map(({ info }) => info),
    },
    outputNames,
  }
}

/**
 * The nodes with results under the names of their outputs. What no node computes, or is a result twice, is copied; the
 * rest is written where it is wanted at once.
 */
function withResultNames(
  nodes: readonly GraphNode[],
  results: readonly { readonly value: string; readonly info: NamedTensor }[],
): readonly GraphNode[] {
  const computed = new Set(nodes.flatMap(({ outputs }) => outputs))
  const names = new Map<string, string>()
  const copies = results.filter(({ value, info }) => {
    if (!computed.has(value) || names.has(value)) return true
    names.set(value, info.name)
    return false
  })
  const named = (name: string): string => names.get(name) ?? name
  return [
    ...nodes.map((node) => ({ ...node, inputs: node.inputs.map(named), outputs: node.outputs.map(named) })),
    ...copies.map(({ value, info }) => {
      return { op: 'Identity', inputs: [named(value)], outputs: [info.name], attributes: {} }
    }),
  ]
}

interface OrtProgramParts {
  readonly backend: StudioBackend
  readonly provider: Provider
  readonly session: Session
  readonly traced: TracedProgram
  /** The graph output that holds each assigned variable's next value. */
  readonly stateOutputs: ReadonlyMap<StateVariable, string>
  /** Whether outputs are written into arrays of ours: what variables become is then not copied. */
  readonly writesState: boolean
}

class OrtProgram implements CompiledProgram {
  constructor(private readonly parts: OrtProgramParts) {}

  async run(inputs: Readonly<Record<string, TensorData>>): Promise<Readonly<Record<string, TensorValue>>> {
    const { backend, session, traced, stateOutputs, writesState } = this.parts
    const feeds: Record<string, Feed> = checkedInputs(traced.inputs, inputs)
    for (const { variable, info } of traced.variables) feeds[info.name] = await this.valueOf(variable)
    let results: Readonly<Record<string, Feed>>
    if (writesState) await session.runInto(feeds, (results = this.outputs()))
    else results = await session.run(feeds)
    for (const [{ variable }, name] of stateOutputs) backend.replace(variable.dataId, results[name]!)
    return Object.fromEntries(traced.outputs.map(({ key, info }) => [key, results[info.name] as TensorValue]))
  }

  private async valueOf(variable: Variable): Promise<Feed> {
    if (variable.isDisposed) {
      throw new StudioError(
        'compute/bad-input',
        `The program uses the variable ${variable.name}, which was disposed after it was compiled.`,
      )
    }
    const record = this.parts.backend.record(variable.dataId)
    if (record.storage.at === 'device') {
      if (record.storage.tensor.provider === this.parts.provider) return record.storage.tensor
      await this.parts.backend.bringHome(variable)
    }
    return { shape: record.shape, dtype: record.dtype, data: ownHostData(record)! }
  }

  /** Arrays for the results of a run: new ones for what the caller gets, two in turn for each variable. */
  private outputs(): Record<string, TensorValue> {
    const { backend, traced, stateOutputs } = this.parts
    const state = [...stateOutputs].map(([{ variable, info }, name]) => {
      return [name, hostTensor(info, backend.nextData(variable.dataId))] as const
    })
    const own = traced.outputs.map(({ info }) => {
      return [info.name, hostTensor(info, emptyData({ shape: info.shape, dtype: info.type }))] as const
    })
    return Object.fromEntries([...state, ...own])
  }

  async dispose(): Promise<void> {
    for (const { variable } of this.parts.stateOutputs.keys()) {
      if (!variable.isDisposed) this.parts.backend.dropNextData(variable.dataId)
    }
    await this.parts.session.dispose()
  }
}

function hostTensor({ shape, type }: NamedTensor, data: TensorData): TensorValue {
  return { shape, dtype: type, data }
}
