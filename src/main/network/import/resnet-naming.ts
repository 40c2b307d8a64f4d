import type { Parameter } from '../network'
import type { ForeignTensor } from './foreign-tensor'
import { torchLayout } from './torch-layout'

const torchRoles: Readonly<Record<string, string>> = {
  kernel: 'weight',
  bias: 'bias',
  gamma: 'weight',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
}

/** torchvision's names for a ResNet, which timm shares: `layer1.0.bn1/moving_mean` is `layer1.0.bn1.running_mean`. */
export function torchvisionResnet(parameter: Parameter): ForeignTensor {
  const [layer, role] = parameter.name.split('/') as [string, string]
  return { name: `${layer}.${torchRoles[role]}`, ...torchLayout(parameter) }
}
