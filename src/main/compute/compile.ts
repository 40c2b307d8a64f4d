import { StudioError } from '../../shared/errors'
import { checkedInput } from './checked-input'
import { encodeModel, type Graph } from './onnx-model'
import { createSession, type Feed, type Provider, type Session } from './ort'
import type { CompiledProgram, CompileOptions, InputSpec, Program, TensorData, TensorValue } from './program'
import { studioBackend, type StudioBackend } from './studio-backend'
import { hostData } from './tensor-record'
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
  const traced = traceProgram(backend, program, inputs, freezeVariables)
  const assigned = traced.variables.filter((state) => state.assigned !== undefined)
  if (freezeVariables && assigned.length > 0) {
    throw new StudioError(
      'compute/not-compilable',
      `The program assigns ${assigned[0]!.variable.name}, so its variables cannot be frozen.`,
    )
  }
  const { graph, outputNames } = finishGraph(traced)
  const model = encodeModel(graph)
  const session = await createSession({
    model,
    provider,
    residentOutputs: assigned.map((state) => outputNames.get(state)!),
  })
  return new OrtProgram(backend, session, traced, outputNames)
}

/** Names every result as a graph output of its own, and drops what no result needs. */
function finishGraph({ graph, inputs, outputs, variables }: TracedProgram): {
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
  const identities = results.map(({ value, info }) => ({
    op: 'Identity',
    inputs: [value],
    outputs: [info.name],
    attributes: {},
  }))
  const stateInputs = variables.map((state) => state.info)
  return {
    graph: {
      nodes: [...nodes, ...identities],
      initializers,
      inputs: [...inputs, ...stateInputs],
      outputs: results.map(({ info }) => info),
    },
    outputNames,
  }
}

class OrtProgram implements CompiledProgram {
  constructor(
    private readonly backend: StudioBackend,
    private readonly session: Session,
    private readonly traced: TracedProgram,
    private readonly stateOutputs: ReadonlyMap<StateVariable, string>,
  ) {}

  async run(inputs: Readonly<Record<string, TensorData>>): Promise<Readonly<Record<string, TensorValue>>> {
    const feeds: Record<string, Feed> = {}
    for (const info of this.traced.inputs) {
      feeds[info.name] = {
        shape: info.shape,
        dtype: info.type as TensorValue['dtype'],
        data: checkedInput(info, inputs),
      }
    }
    for (const { variable, info } of this.traced.variables) {
      const { storage, dtype, shape } = this.backend.record(variable.dataId)
      const data = hostData({ storage, dtype, shape, references: 0 })
      feeds[info.name] = storage.at === 'device' ? storage.tensor : { shape, dtype, data: data! }
    }
    const results = await this.session.run(feeds)
    for (const [{ variable }, name] of this.stateOutputs)
      this.backend.replace(variable.dataId, results[name]!)
    return Object.fromEntries(
      this.traced.outputs.map(({ key, info }) => [key, results[info.name] as TensorValue]),
    )
  }

  dispose(): Promise<void> {
    return this.session.dispose()
  }
}
