import { StudioError } from '../../../shared/errors'
import { imagesForWidth, unitsForAlpha } from '../../analysis/planning-formulas'
import { makeStoredPlan } from '../../study/stored/prepare-experiment'
import { importIntoStudy, previewStudyImport } from '../../transfer/study-import/import-into-study'
import { findingKinds, type FindingAnswer, type FindingKind, type FindingRequest } from './finding-kinds'
import { listedExperiments } from './list-experiments'
import { pilotOf, simulateNextStudy } from './plan-next-study'
import { describeStimulus, listStimuli } from './rated-stimuli'
import { runAnalysis } from './run-analysis'
import type { StudyReader } from './study-reader'

type Answerers = {
  readonly [K in FindingKind]: (request: FindingRequest<K>, reader: () => StudyReader) => FindingAnswer<K>
}

const answerers: Answerers = {
  experiments: (_request, reader) => listedExperiments(reader().study),
  analysis: (request, reader) => runAnalysis(reader(), request),
  stimuli: (request, reader) => listStimuli(reader(), request),
  stimulus: (request, reader) => describeStimulus(reader(), request),
  pilot: ({ experiment, options }, reader) => pilotOf(reader(), experiment, options),
  'plan-simulation': (request) => simulateNextStudy(request),
  'alpha-units': (request) => unitsForAlpha(request),
  'width-images': (request) => imagesForWidth(request),
  'import-preview': ({ name, base64, options }, reader) =>
    previewStudyImport(reader().study, { name, bytes: Buffer.from(base64, 'base64') }, options),
  'rehearse-import': ({ name, base64, options }, reader) =>
    reader().rehearse((study) =>
      importIntoStudy(study, { name, bytes: Buffer.from(base64, 'base64') }, options),
    ),
  'rehearse-plan': (request, reader) =>
    reader().rehearse((study) => ({
      planId: makeStoredPlan(study, request).plan.id,
      protocolSha256: study.protocols.get(request.protocolId).sha256,
    })),
  'rehearsed-writes': ({ from, to }, reader) =>
    findingKinds['rehearsed-writes'].answer.parse(reader().rehearsed(from, to)),
}

/** Answers one question. @throws StudioError what its answerer throws; `api/bad-request` for a request of another shape */
export function answerQuestion<K extends FindingKind>(
  kind: K,
  request: unknown,
  reader: () => StudyReader,
): FindingAnswer<K> {
  const { data, error } = findingKinds[kind].request.safeParse(request)
  if (error) throw new StudioError('api/bad-request', `The ${kind} question cannot be read: ${error.message}`)
  return answerers[kind](data as FindingRequest<K>, reader)
}
