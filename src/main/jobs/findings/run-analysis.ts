import type { AnalysisAnswer, AnalysisRequest } from '../../../shared/analysis-answer'
import { firstLook, qualityLook } from '../../analysis/first-look'
import { analyseRead, withSetAside } from '../../study/findings/analyse-ratings'
import { blindState, isBlinded } from '../../study/findings/blind'
import type { StudyReader } from './study-reader'

/** One stage of an analysis; of a blind experiment, a look at its ratings' quality. */
export function runAnalysis(
  reader: StudyReader,
  { experiment, options, stage }: AnalysisRequest,
): AnalysisAnswer {
  const { sources } = options
  const ratings = reader.ratings(experiment, sources)
  const blind = blindState(reader.study, experiment)
  const { rows, design } = ratings
  if (isBlinded(blind, sources)) {
    const quality = qualityLook(rows, design, options)
    return { kind: 'blinded', blind, quality: { ...quality, data: withSetAside(quality.data, ratings) } }
  }
  if (stage === 'first-look') {
    const look = firstLook(rows, design, options)
    return { kind: 'first-look', blind, look: forPages({ ...look, data: withSetAside(look.data, ratings) }) }
  }
  const replicates = stage === 'points' ? 0 : options.replicates
  return { kind: 'whole', blind, analysis: forPages(analyseRead(ratings, { ...options, replicates })) }
}

/** What models say of each image is behind the confusions, and of no use to a page: it can be the larger part by far. */
function forPages<A extends { readonly design: { readonly predictions: readonly unknown[] } }>(
  analysis: A,
): A {
  return { ...analysis, design: { ...analysis.design, predictions: [] } }
}
