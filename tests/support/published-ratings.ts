import { readFileSync } from 'node:fs'
import { importRatings } from '../../src/main/transfer/import-ratings'
import { defaultImportOptions } from '../../src/shared/rating-import'
import type { ClassifyRow, PairRow, RatingRow } from '../../src/shared/rating-row'
import { sharedData } from './shared-data'

const files = {
  classification: sharedData('mturk/experiment2-occlusion-classification.csv'),
  pairs: sharedData('mturk/experiment1-heatmaps-mturk-batch.csv'),
}

/** Empty where the published ratings are on this machine, and otherwise why tests of them are skipped. */
export const publishedRatingsMissing = Object.values(files).every((path) => path !== null)
  ? ''
  : ' (skipped: ../shared/data/mturk is not on this machine)'

/** A published file of ratings as it is. */
export function publishedFile(which: keyof typeof files): { name: string; bytes: Uint8Array } {
  return { name: `${which}.csv`, bytes: readFileSync(files[which]!) }
}

/** The 7,500 ratings of experiment 2. */
export function classificationRatings(): ClassifyRow[] {
  return rowsOf('classification').filter((row) => row.task === 'classify')
}

/** The 5,000 ratings of experiment 1 with heat-maps. */
export function pairRatings(): PairRow[] {
  return rowsOf('pairs').filter((row) => row.task === 'pair')
}

function rowsOf(which: keyof typeof files): RatingRow[] {
  return importRatings(publishedFile(which), defaultImportOptions).ratings.map(({ row }) => row)
}
