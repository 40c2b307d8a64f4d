// tfjs-core registers no gradients by itself; in Node, its layers package is what carries and registers them all.
import '@tensorflow/tfjs-layers'
import { registerBatchNormGradient } from './batch-norm-gradient'
import { registerReluGradient } from './relu-gradient'

registerBatchNormGradient()
registerReluGradient()
