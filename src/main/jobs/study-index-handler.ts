import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { indexedImageSchema, type IndexedImage } from '../../shared/index-job'
import { builtInData } from '../../shared/jobs'
import { artifactFolders } from '../store/study-paths'
import { datasetKey } from './study-datasets'
import type { FinishedJob, StudyJobHandler } from './study-job-kind'

/** Registers a data set with its images; one that the study has already stays as it is. */
export const indexHandler: StudyJobHandler<'index'> = {
  isResumable: false,
  destination: (jobId) => `${artifactFolders.datasets}/${jobId}`,
  check: () => undefined,
  data: () => [],
  prepare: async (finished) => {
    const { study, result, folder } = finished
    const text = await readFile(join(folder, result.imageList), 'utf8')
    const images = z.array(indexedImageSchema).parse(JSON.parse(text))
    return () => {
      const known = study.datasets.findByFingerprint(result.fingerprint)
      const { location } = datasetKey(study, finished.request)
      if (known === undefined) addDataset(finished, images)
      else if (location !== null) study.datasets.relocate(known.id, location)
    }
  },
}

function addDataset(
  { study, request, result, artifactId }: FinishedJob<'index'>,
  images: readonly IndexedImage[],
): void {
  const { location, options } = datasetKey(study, request)
  const { id } = study.datasets.add({
    name: request.data === builtInData ? builtInData : basename(request.data),
    kind: result.kind,
    location,
    fingerprint: result.fingerprint,
    classes: result.classes,
    options,
  })
  for (const { maskFile, ...image } of images) {
    const maskArtifactId = maskFile === null ? null : artifactId(maskFile)
    study.images.add({ ...image, datasetId: id, maskArtifactId })
  }
}
