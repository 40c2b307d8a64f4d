import type { ExportFormat } from '../../../shared/model-jobs'
import type { StoredModel } from '../model-file'
import { exportLayers } from './export-layers'
import { exportOnnx } from './export-onnx'
import { exportTorchvision } from './export-torchvision'

/** Writes a model to a file, or for `layers` into a folder, and says in words what that takes and gives. */
type ModelExport = (path: string, model: StoredModel) => Promise<string>

/** One line per format. */
export const modelExports = {
  onnx: exportOnnx,
  torchvision: exportTorchvision,
  layers: exportLayers,
} as const satisfies Record<ExportFormat, ModelExport>
