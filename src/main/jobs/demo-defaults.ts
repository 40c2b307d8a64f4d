import { sampleFineTuning, sampleNetwork, sampleTraining } from './training-presets'

/** What the demo does unless told otherwise: chosen to compute for about three minutes on two cores. */
export const demoDefaults = {
  architecture: 'vgg16-bn-gap-w8',
  sizePx: 64,
  images: 3000,
  network: sampleNetwork,
  training: sampleTraining,
  fineTuning: sampleFineTuning,
  /** Compression rates of the series, as the published one as far as so small a network goes. */
  rates: [2, 4, 8, 16, 32],
  /**
   * The ReLU of the tenth convolution, whose 8 x 8 positions at 64 px are the nearest to the study's 7 x 7. The last
   * max-pool has 2 x 2 there: its highest value always falls into a corner, and its maps say nothing of the object.
   */
  layer: 'features.32',
} as const
