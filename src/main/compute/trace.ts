import { engine, type Tensor, type TensorInfo, type Variable } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import { GraphBuilder } from './graph-builder'
import type { NamedTensor } from './checked-input'
import { anyTarget, type KernelCall, type LoweringContext, type LoweringTable, type Target } from './lowering'
import type { InputSpec, Program, TensorType } from './program'
import type { StudioBackend } from './studio-backend'
import { asTensorType, hostData, operationName, type TensorRecord } from './tensor-record'

/** A variable that a program reads or assigns, and its names in the graph. */
export interface StateVariable {
  readonly variable: Variable
  readonly info: NamedTensor
  /** The graph value that the program assigned; undefined where it only read. */
  readonly assigned?: string
}

/** A program as a graph. */
export interface TracedProgram {
  readonly graph: GraphBuilder
  readonly inputs: readonly NamedTensor[]
  readonly outputs: readonly { readonly key: string; readonly value: string; readonly info: NamedTensor }[]
  readonly variables: readonly StateVariable[]
}

/** A kernel that a program called, as far as shapes go. */
export interface RecordedKernel {
  readonly kernelName: string
  /** The variables among its inputs, as they were before the program ran. */
  readonly variables: readonly Variable[]
  /** Of its first output. */
  readonly outputShape: readonly number[]
}

export interface TraceOptions {
  readonly freezeVariables: boolean
  /** What the graph is written for; any runtime by default. */
  readonly target?: Target
  /** Called for every kernel that is lowered, in order. */
  readonly onKernel?: (kernel: RecordedKernel) => void
}

let active: Trace | undefined

/** The recording under way, if there is one. */
export function activeTrace(): Trace | undefined {
  return active
}

/** tfjs ops that draw random numbers: in a recorded program they would repeat the same draw for ever. */
const randomOperations = /^(dropout|random\w*|truncatedNormal|multinomial)$/

/**
 * Records a program: runs it once on values that only have a shape, and collects the kernels that it calls.
 * The program's variables are as before afterwards.
 *
 * @throws StudioError `compute/unsupported-kernel` or `compute/not-compilable`, naming kernel and op
 */
export function traceProgram(
  backend: StudioBackend,
  program: Program,
  inputs: Readonly<Record<string, InputSpec>>,
  options: TraceOptions,
): TracedProgram {
  if (active)
    throw new StudioError(
      'compute/not-compilable',
      'A program is already being recorded: compile cannot be nested.',
    )
  const trace = new Trace(backend, options)
  active = trace
  try {
    return scoped(() => trace.run(program, inputs))
  } finally {
    trace.restoreVariables()
    active = undefined
  }
}

/** Disposes every tensor that `run` makes; unlike tfjs' tidy it may return anything. */
function scoped<T>(run: () => T): T {
  engine().startScope('program')
  try {
    return run()
  } finally {
    engine().endScope()
  }
}

/** One recording. */
export class Trace {
  private readonly graph = new GraphBuilder()
  private readonly context: LoweringContext
  /** Each variable's values before the program ran; held so that assigning does not free them. */
  private readonly originals = new Map<Variable, object>()
  private readonly variableByDataId = new Map<object, Variable>()
  private readonly stateInputs = new Map<Variable, NamedTensor>()
  private readonly constantNames = new Map<TensorRecord, string>()

  constructor(
    private readonly backend: StudioBackend,
    private readonly options: TraceOptions,
  ) {
    for (const variable of registeredVariables()) this.hold(variable)
    this.context = {
      graph: this.graph,
      target: options.target ?? anyTarget,
      name: (tensor) => this.nameOf(tensor),
      result: (name, shape, dtype) => backend.create({ at: 'graph', name }, shape, dtype),
      fill: (value, shape, dtype) => backend.create({ at: 'fill', value }, shape, dtype),
      alias: (tensor) => {
        backend.incRef(tensor.dataId)
        return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype }
      },
    }
  }

  run(program: Program, specs: Readonly<Record<string, InputSpec>>): TracedProgram {
    const inputs = Object.entries(specs).map(([name, { shape, dtype = 'float32' }]) => ({
      name,
      shape,
      type: dtype,
    }))
    const tensors = Object.fromEntries(
      inputs.map((info) => [info.name, this.tensor(info.name, info.shape, info.type)]),
    )
    const results = program(tensors)
    const outputs = Object.entries(results).map(([key, tensor]) => this.output(key, tensor))
    const assigned = this.assignedVariables()
    const read = [...this.stateInputs].map(([variable, info]) => ({
      variable,
      info,
      assigned: assigned.get(variable),
    }))
    const written = [...assigned]
      .filter(([variable]) => !this.stateInputs.has(variable))
      .map(([variable, name]) => ({ variable, info: this.describe(variable), assigned: name }))
    return { graph: this.graph, inputs, outputs, variables: [...read, ...written] }
  }

  /** The lowered kernel; undefined where all its inputs are constants, which is computed at once instead. */
  lower(lowerings: LoweringTable, call: KernelCall): readonly TensorInfo[] | undefined {
    const lowering = lowerings[call.kernelName]
    const tensors = Object.values(call.inputs).filter((tensor) => tensor !== undefined)
    if (tensors.every((tensor) => this.isConstant(tensor)) && !copyless.has(call.kernelName)) return undefined
    if (!lowering) {
      throw new StudioError(
        'compute/unsupported-kernel',
        `The op ${operationName()} needs the kernel ${call.kernelName}, which cannot be compiled yet. ` +
          'Use other ops, or run on the device "tensorflow", or add a lowering in src/main/compute/kernels.',
      )
    }
    const outputs = [lowering(this.context, call.inputs, call.attrs)].flat()
    this.options.onKernel?.({
      kernelName: call.kernelName,
      variables: tensors.flatMap((tensor) => this.variableOf(tensor.dataId) ?? []),
      outputShape: outputs[0]!.shape,
    })
    return outputs
  }

  /** @throws StudioError when a random op is running */
  refuseRandomness(): void {
    if (!randomOperations.test(operationName())) return
    throw new StudioError(
      'compute/not-compilable',
      `The op ${operationName()} draws random numbers. A compiled program is recorded once, so it would repeat the ` +
        'same draw at every run: draw outside and pass the values in as an input.',
    )
  }

  /** Gives every variable its own values back. */
  restoreVariables(): void {
    for (const [variable, dataId] of this.originals) {
      if (variable.dataId !== dataId && !variable.isDisposed) {
        const tensor = engine().makeTensorFromTensorInfo(
          { dataId, shape: variable.shape, dtype: variable.dtype },
          this.backend,
        )
        this.backend.incRef(dataId)
        variable.assign(tensor)
        tensor.dispose()
      }
      this.backend.disposeData(dataId)
    }
  }

  private tensor(name: string, shape: readonly number[], dtype: TensorType): Tensor {
    return engine().makeTensorFromTensorInfo(this.context.result(name, shape, dtype), this.backend)
  }

  private output(key: string, tensor: Tensor): TracedProgram['outputs'][number] {
    const info = { name: this.graph.uniqueName('out'), shape: tensor.shape, type: asTensorType(tensor.dtype) }
    return { key, value: this.nameOf(tensor), info }
  }

  private hold(variable: Variable): void {
    this.backend.incRef(variable.dataId)
    this.originals.set(variable, variable.dataId)
    this.variableByDataId.set(variable.dataId, variable)
  }

  /** The variable whose values before the program ran are `dataId`. */
  private variableOf(dataId: object): Variable | undefined {
    const known = this.variableByDataId.get(dataId)
    if (known || this.backend.record(dataId).storage.at === 'graph') return known
    // An optimiser makes its accumulators at the first step, which is this one.
    for (const variable of registeredVariables()) if (!this.originals.has(variable)) this.hold(variable)
    return this.variableByDataId.get(dataId)
  }

  private isConstant(tensor: TensorInfo): boolean {
    if (this.backend.record(tensor.dataId).storage.at === 'graph') return false
    return this.options.freezeVariables || !this.variableOf(tensor.dataId)
  }

  private nameOf(tensor: TensorInfo): string {
    const record = this.backend.record(tensor.dataId)
    if (record.storage.at === 'graph') return record.storage.name
    const variable = this.options.freezeVariables ? undefined : this.variableOf(tensor.dataId)
    if (!variable) return this.constantName(record, tensor.shape)
    const known = this.stateInputs.get(variable)
    if (known) return this.reshaped(known.name, known.shape, tensor.shape)
    const info = this.describe(variable)
    this.stateInputs.set(variable, info)
    return this.reshaped(info.name, info.shape, tensor.shape)
  }

  private reshaped(name: string, from: readonly number[], to: readonly number[]): string {
    return from.join() === to.join() ? name : this.graph.node('Reshape', [name, this.graph.int64s(to)])
  }

  private constantName(record: TensorRecord, shape: readonly number[]): string {
    const { storage, dtype } = record
    if (storage.at === 'fill') {
      const scalar = this.graph.scalar(storage.value, dtype)
      return shape.length === 0 ? scalar : this.graph.node('Expand', [scalar, this.graph.int64s(shape)])
    }
    let name = this.constantNames.get(record)
    if (name === undefined) {
      name = this.graph.constant(hostData(record)!, record.shape, dtype)
      this.constantNames.set(record, name)
    }
    return this.reshaped(name, record.shape, shape)
  }

  private describe(variable: Variable): NamedTensor {
    return { name: this.graph.uniqueName('state'), shape: variable.shape, type: asTensorType(variable.dtype) }
  }

  private assignedVariables(): Map<Variable, string> {
    const assigned = new Map<Variable, string>()
    for (const variable of registeredVariables()) {
      const original = this.originals.get(variable)
      if (original === variable.dataId) continue
      if (original === undefined) {
        if (this.backend.record(variable.dataId).storage.at !== 'graph') continue
        throw new StudioError(
          'compute/not-compilable',
          `The variable ${variable.name} is created inside the program from a computed value. Create it before compiling.`,
        )
      }
      assigned.set(variable, this.nameOf(variable))
    }
    return assigned
  }
}

/** Kernels that need no arithmetic: on constants too they are lowered, which copies no values. */
const copyless: ReadonlySet<string> = new Set(['Fill', 'ZerosLike', 'OnesLike', 'Identity'])

function registeredVariables(): Variable[] {
  return Object.values(engine().state.registeredVariables)
}
