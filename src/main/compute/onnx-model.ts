import protobuf from 'protobufjs'
import type { Attribute, ElementType, GraphNode, Initializer } from './graph-builder'

/** The part of onnx.proto (IR version 8) that models made here use; field numbers as in the ONNX standard. */
const schema = protobuf.parse(
  `
  syntax = "proto3";
  message AttributeProto { string name = 1; float f = 2; int64 i = 3; bytes s = 4; repeated int64 ints = 8; int32 type = 20; }
  message NodeProto { repeated string input = 1; repeated string output = 2; string op_type = 4; repeated AttributeProto attribute = 5; string domain = 7; }
  message TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
  message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  message TensorShapeProto { repeated Dimension dim = 1; }
  message TensorTypeProto { int32 elem_type = 1; TensorShapeProto shape = 2; }
  message SequenceTypeProto { TypeProto elem_type = 1; }
  message TypeProto { oneof value { TensorTypeProto tensor_type = 1; SequenceTypeProto sequence_type = 4; } }
  message ValueInfoProto { string name = 1; TypeProto type = 2; }
  message GraphProto { repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5; repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12; }
  message OperatorSetIdProto { string domain = 1; int64 version = 2; }
  message StringStringEntryProto { string key = 1; string value = 2; }
  message ModelProto { int64 ir_version = 1; string producer_name = 2; string doc_string = 6; GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8; repeated StringStringEntryProto metadata_props = 14; }
`,
  { keepCase: true },
).root
const modelType = schema.lookupType('ModelProto')
const graphType = schema.lookupType('GraphProto')
const tensorType = schema.lookupType('TensorProto')
/** Numbers of the fields that are written piece by piece. */
const fields = { graph: 7, initializer: 5, rawData: 9 } as const

const irVersion = 8
const opset = 17
/** TensorProto.DataType of the ONNX standard. */
export const elementTypeCodes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const satisfies Record<
  ElementType,
  number
>
/** AttributeProto.AttributeType of the ONNX standard. */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const

/** A named, typed, fully shaped graph input or output. */
export interface ValueInfo {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly initializers: readonly Initializer[]
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  /** Name of a first output that is an empty sequence of tensors. */
  readonly emptySequence?: string
}

/** What an ONNX file says besides its graph. */
export interface ModelTexts {
  readonly description?: string
  readonly metadata?: Readonly<Record<string, string>>
  /** Name of the first axis of all inputs and outputs, whose length is then left open. */
  readonly openAxis?: string
}

/** The graph as the bytes of an ONNX model, opset 17. */
export function encodeModel(graph: Graph): Uint8Array {
  return Buffer.concat(modelChunks(graph))
}

/**
 * The bytes of an ONNX model in pieces, to be written one after the other. Weights are views of their own memory, so
 * that a large model is not held twice. In all they may be no more than `maximumModelBytes`.
 */
export function modelChunks(graph: Graph, texts: ModelTexts = {}): readonly Uint8Array[] {
  const { description = '', metadata = {}, openAxis } = texts
  const sequence = emptySequence(graph.emptySequence)
  const shell = graphType
    .encode({
      name: 'program',
      node: [...graph.nodes, ...sequence.nodes].map(encodeNode),
      input: graph.inputs.map((value) => encodeValueInfo(value, openAxis)),
      output: [...sequence.outputs, ...graph.outputs.map((value) => encodeValueInfo(value, openAxis))],
    })
    .finish()
  const weights = graph.initializers.flatMap(initializerChunks)
  const head = modelType
    .encode({
      ir_version: irVersion,
      producer_name: 'sweetspot',
      doc_string: description,
      opset_import: domains(graph).map((domain) => ({ domain, version: domain === '' ? opset : 1 })),
      metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    })
    .finish()
  return [head, delimiter(fields.graph, byteLength([shell, ...weights])), shell, ...weights]
}

/** The node that makes an empty sequence, and the output that hands it out. */
function emptySequence(name: string | undefined): { nodes: GraphNode[]; outputs: object[] } {
  if (name === undefined) return { nodes: [], outputs: [] }
  const elements = { tensor_type: { elem_type: elementTypeCodes.float32 } }
  return {
    nodes: [
      { op: 'SequenceEmpty', inputs: [], outputs: [name], attributes: { dtype: elementTypeCodes.float32 } },
    ],
    outputs: [{ name, type: { sequence_type: { elem_type: elements } } }],
  }
}

/** Protocol buffers cannot be larger. */
export const maximumModelBytes = 2 ** 31 - 1

export function byteLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0)
}

function initializerChunks({ name, type, shape, data }: Initializer): readonly Uint8Array[] {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const label = tensorType.encode({ name, dims: shape, data_type: elementTypeCodes[type] }).finish()
  const body = [label, delimiter(fields.rawData, raw.length), raw]
  return [delimiter(fields.initializer, byteLength(body)), ...body]
}

/** What stands before a field of known length: its number and wire type 2, and the length. */
function delimiter(field: number, length: number): Uint8Array {
  return protobuf.Writer.create()
    .uint32((field << 3) | 2)
    .uint32(length)
    .finish()
}

/** The ONNX standard's domain, whose name is empty, and those of ONNX Runtime that the graph uses. */
function domains({ nodes }: Graph): string[] {
  return [...new Set(['', ...nodes.map(({ op }) => operatorOf(op).domain)])]
}

function operatorOf(op: string): { readonly domain: string; readonly op_type: string } {
  const dot = op.lastIndexOf('.')
  return { domain: op.slice(0, Math.max(0, dot)), op_type: op.slice(dot + 1) }
}

function encodeNode({ op, inputs, outputs, attributes }: GraphNode): object {
  const attribute = Object.entries(attributes).map(([name, value]) => ({ name, ...encodeAttribute(value) }))
  return { ...operatorOf(op), input: inputs, output: outputs, attribute }
}

function encodeAttribute(value: Attribute): object {
  if (typeof value === 'string') return { type: attributeTypes.string, s: new TextEncoder().encode(value) }
  if (typeof value === 'number') return { type: attributeTypes.int, i: value }
  if ('float' in value) return { type: attributeTypes.float, f: value.float }
  return { type: attributeTypes.ints, ints: value }
}

function encodeValueInfo({ name, type, shape }: ValueInfo, openAxis: string | undefined): object {
  const dim = shape.map((size, axis) =>
    axis === 0 && openAxis !== undefined ? { dim_param: openAxis } : { dim_value: size },
  )
  return { name, type: { tensor_type: { elem_type: elementTypeCodes[type], shape: { dim } } } }
}
