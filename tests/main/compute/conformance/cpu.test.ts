import { describeKernels } from './kernel-suite'

describeKernels('cpu')
