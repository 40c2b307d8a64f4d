import type { HandlersOf } from '../../../shared/api'
import type { RatedStimulus, StoredStimulus } from '../../../shared/rated-stimuli'
import type { Caller } from '../../../shared/roles'
import type { FindingsClients } from '../../jobs/findings/findings-clients'
import { liftBlind } from '../../study/findings/blind'
import type { ArtifactShelf } from '../artifact-shelf'
import type { StudyHolder } from '../study-holder'

export interface AnalysisApiOptions {
  readonly studies: StudyHolder
  readonly findings: FindingsClients
  readonly artifacts: ArtifactShelf
}

/** Ratings, analysed in processes of their own. */
export function createAnalysisApi({
  studies,
  findings,
  artifacts,
}: AnalysisApiOptions): HandlersOf<'analysis'> {
  const { quick, slow } = findings
  const folder = () => studies.require().paths.folder
  const lend = (stimulus: StoredStimulus, caller: Caller): RatedStimulus => {
    const tokenOf = (picture: string | null): string | null =>
      picture &&
      artifacts.lend({ path: studies.require().artifactPath(picture), mediaType: 'image/png' }, caller)
    return {
      ...stimulus,
      original: tokenOf(stimulus.original),
      parts: stimulus.parts.map((part) => ({ ...part, picture: tokenOf(part.picture) })),
    }
  }
  const askSlowly = ((kind, request, where) => {
    if (slow.isBusy) slow.stop()
    return slow.ask(kind, request, where)
  }) as typeof slow.ask
  return {
    'analysis.experiments': () => quick.ask('experiments', null, folder()),
    'analysis.run': (request) =>
      request.stage === 'intervals'
        ? askSlowly('analysis', request, folder())
        : quick.ask('analysis', request, folder()),
    'analysis.liftBlind': ({ planId, reason }) =>
      liftBlind(studies.require(), { planId, reason, actor: 'studio' }),
    'analysis.stimuli': async (request, caller) => {
      const { total, stimuli } = await quick.ask('stimuli', request, folder())
      return { total, stimuli: stimuli.map((stimulus) => lend(stimulus, caller)) }
    },
    'analysis.stimulus': async (request, caller) => {
      const { stimulus, ratings } = await quick.ask('stimulus', request, folder())
      return { stimulus: lend(stimulus, caller), ratings }
    },
    'analysis.pilot': (request) => quick.ask('pilot', request, folder()),
    'analysis.simulatePlan': (request) => askSlowly('plan-simulation', request, null),
    'analysis.unitsForAlpha': (request) => quick.ask('alpha-units', request, null),
    'analysis.imagesForWidth': (request) => quick.ask('width-images', request, null),
  }
}
