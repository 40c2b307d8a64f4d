import { describe } from 'vitest'
import { swiftshaderIcd } from '../../../support/chromium'

const here = `${process.platform} ${process.arch}`

if (here === 'linux x64') {
  // Before ONNX Runtime is loaded: a software Vulkan driver, so that WebGPU runs without a graphics card.
  process.env['VK_ICD_FILENAMES'] ??= await swiftshaderIcd()
  const { describeKernels } = await import('./kernel-suite')
  const { describeGradients } = await import('./gradient-suite')
  describeKernels('webgpu')
  describeGradients('webgpu')
} else {
  // named here, because Vitest fails a file that has nothing
  describe.skip(`WebGPU: the software driver is for linux x64, this is ${here}`, () => undefined)
}
