import type { DataSplits } from '../../dataset/image-set'
import type { JobCheckpoint } from '../job-checkpoint'
import { digestOfFile, settingFacts } from '../job-facts'
import { versions, type Workspace } from './workspace'

/** Parts of a request that do not decide its result; data and models count by their content. */
const places = ['folder', 'checkpointFolder', 'restart', 'name', 'device', 'data', 'model', 'from'] as const

/**
 * Checks that a checkpoint is of this request, with these versions of the program.
 * @throws StudioError `job/checkpoint-differs`
 */
export async function requireRequest(checkpoint: JobCheckpoint | undefined, request: object): Promise<void> {
  const settings = Object.entries(request).filter(([name]) => !places.some((place) => place === name))
  await checkpoint?.require('settings', settingFacts({ ...Object.fromEntries(settings), versions }))
}

/**
 * Checks that a checkpoint is of this device, these images and this model file.
 * @throws StudioError `job/checkpoint-differs`
 */
export async function requireWorkspace(
  checkpoint: JobCheckpoint | undefined,
  { device, data }: Workspace,
  modelFile: string | undefined,
): Promise<void> {
  if (!checkpoint) return
  await checkpoint.require('device', { device: device.name })
  const images = { 'the images': imagesDigest(data) }
  const model = modelFile !== undefined && { 'the model file': await digestOfFile(modelFile) }
  await checkpoint.require('contents', { ...images, ...model })
}

/** What tells two versions of a data set apart, all parts included. */
function imagesDigest({ train, validation, test, extraTests }: DataSplits): string {
  const parts = [train, validation, test, ...Object.values(extraTests)]
  return parts.map(({ fingerprint }) => fingerprint).join(' ')
}
