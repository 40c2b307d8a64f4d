import { sampleFineTuning, sampleTraining } from './training-presets'

/** What the demo does unless told otherwise: chosen to take under two minutes on two cores. */
export const demoDefaults = {
  architecture: 'vgg16-gap-w8',
  sizePx: 64,
  images: 3000,
  training: sampleTraining,
  fineTuning: sampleFineTuning,
  cpr: 2,
  mapsPerClass: 1,
} as const
