import type { LoweredKernel } from '../../../../../src/main/compute/kernels'
import type { CaseMaker } from '../case'
import { binaryCases } from './binary-cases'
import { convolutionCases } from './convolution-cases'
import { matrixCases } from './matrix-cases'
import { poolingCases } from './pooling-cases'
import { reductionCases } from './reduction-cases'
import { shapeCases } from './shape-cases'
import { unaryCases } from './unary-cases'

/** A kernel without cases, and a case without a kernel, do not compile. */
export const kernelCases: Readonly<Record<LoweredKernel, CaseMaker>> = {
  ...binaryCases,
  ...convolutionCases,
  ...matrixCases,
  ...poolingCases,
  ...reductionCases,
  ...shapeCases,
  ...unaryCases,
} satisfies Record<LoweredKernel, CaseMaker>
