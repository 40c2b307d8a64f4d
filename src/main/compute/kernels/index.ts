import type { LoweringTable } from '../lowering'
import { convolutionKernels } from './convolution-kernels'
import { elementwiseKernels } from './elementwise-kernels'
import { indexingKernels } from './indexing-kernels'
import { matrixKernels } from './matrix-kernels'
import { normalizationKernels } from './normalization-kernels'
import { poolingKernels } from './pooling-kernels'
import { reductionKernels } from './reduction-kernels'
import { resizeKernels } from './resize-kernels'
import { shapeKernels } from './shape-kernels'

/** Every tfjs kernel that can be compiled, under tfjs' own names. The conformance suite tests each of them. */
export const lowerings = {
  ...convolutionKernels,
  ...elementwiseKernels,
  ...indexingKernels,
  ...matrixKernels,
  ...normalizationKernels,
  ...poolingKernels,
  ...reductionKernels,
  ...resizeKernels,
  ...shapeKernels,
} satisfies LoweringTable

export type LoweredKernel = keyof typeof lowerings
