import type { Variable } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import { checkedInputs } from './checked-input'
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
  const traced = traceProgram(backend, program, inputs, { freezeVariables })
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
  return new OrtProgram({ backend, provider, session, traced, stateOutputs: outputNames })
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

interface OrtProgramParts {
  readonly backend: StudioBackend
  readonly provider: Provider
  readonly session: Session
  readonly traced: TracedProgram
  /** The graph output that holds each assigned variable's next value. */
  readonly stateOutputs: ReadonlyMap<StateVariable, string>
}

class OrtProgram implements CompiledProgram {
  constructor(private readonly parts: OrtProgramParts) {}

  async run(inputs: Readonly<Record<string, TensorData>>): Promise<Readonly<Record<string, TensorValue>>> {
    const { backend, session, traced, stateOutputs } = this.parts
    const feeds: Record<string, Feed> = checkedInputs(traced.inputs, inputs)
    for (const { variable, info } of traced.variables) feeds[info.name] = await this.valueOf(variable)
    const results = await session.run(feeds)
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
    return { shape: record.shape, dtype: record.dtype, data: hostData(record)! }
  }

  dispose(): Promise<void> {
    return this.parts.session.dispose()
  }
}
