import { z } from 'zod'

/**
 * How a network scales the pixels that it is given, red, green and blue in [0, 1]: `unit` leaves them, `signed` maps
 * to [-1, 1] (MobileNet, Inception), `imagenet` subtracts ImageNet's mean and divides by its deviation (torchvision),
 * `caffe` takes blue, green and red from 0 to 255 and subtracts ImageNet's mean (Keras' VGG and ResNet), `bytes` takes
 * 0 to 255 (networks that scale in a layer of their own).
 */
export const inputScalingSchema = z.enum(['unit', 'signed', 'imagenet', 'caffe', 'bytes'])
export type InputScaling = z.infer<typeof inputScalingSchema>
