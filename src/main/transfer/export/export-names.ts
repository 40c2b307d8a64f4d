import { unknownClassName } from '../../../shared/records/data-records'
import type { Session } from '../../../shared/records/session-records'
import { importedExperimentSchema } from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import { listExperiments } from '../../study/findings/experiments'
import { importedImageName } from '../../study/stored/imported-image'
import { batchDetailsSchema } from '../study-import/import-details'

/** A stimulus by its names. */
export interface NamedStimulus {
  readonly key: string
  readonly image: string
  /** Null where it is not known. */
  readonly className: string | null
  readonly models: readonly string[]
}

/** Names of what answers speak of: codes, never people's names. */
export interface ExportNames {
  readonly rater: (id: string) => string
  readonly raterGroup: (id: string) => string | null
  readonly site: (id: string) => string
  readonly model: (id: string) => string
  readonly stimulus: (id: string | null) => NamedStimulus | null
  readonly experiment: (session: Session) => string | null
  readonly importFile: (session: Session) => string | null
  /** Points of the scale on which an imported stimulus was rated; null where the import did not say. */
  readonly pointCount: (stimulusId: string | null) => number | null
}

/** Looks up names once for all answers of a study. */
export function exportNames(study: StudyStore): ExportNames {
  const raters = new Map(study.raters.list().map((rater) => [rater.id, rater]))
  const codes = Map.groupBy(raters.values(), ({ code }) => code)
  const sites = new Map(study.sites.list().map(({ id, prefix }) => [id, prefix]))
  const models = new Map(study.models.list().map(({ id, name }) => [id, name]))
  const batches = new Map(study.raters.batches().map((batch) => [batch.id, batch]))
  const titles = new Map(listExperiments(study).map(({ id, title }) => [id, title]))
  const planOf = new Map(
    study.plans.list().flatMap((plan) => study.plans.slots(plan.id).map(({ id }) => [id, plan.id])),
  )
  const { stimuli, scales } = namedStimuli(study, models)
  return {
    rater: (id) => {
      const { code } = raters.get(id)!
      return codes.get(code)!.length === 1 ? code : `${code} (${id.slice(-6)})`
    },
    raterGroup: (id) => raters.get(id)!.raterGroup,
    site: (id) => sites.get(id)!,
    model: (id) => models.get(id)!,
    stimulus: (id) => (id === null ? null : (stimuli.get(id) ?? null)),
    experiment: ({ planSlotId, batchId }) => {
      if (planSlotId !== null) return titles.get(planOf.get(planSlotId)!) ?? null
      const { data } = batchDetailsSchema.safeParse(
        batchId === null ? null : batches.get(batchId)?.parameters,
      )
      return data?.experiment ?? null
    },
    importFile: ({ source, batchId }) =>
      source === 'imported' && batchId !== null ? batches.get(batchId)!.name : null,
    pointCount: (id) => (id === null ? null : (scales.get(id) ?? null)),
  }
}

function namedStimuli(study: StudyStore, models: ReadonlyMap<string, string>) {
  const imported = new Set(study.datasets.list().flatMap(({ id, kind }) => (kind === 'imported' ? [id] : [])))
  const stimuli = new Map<string, NamedStimulus>()
  const scales = new Map<string, number>()
  for (const set of study.stimuli.sets()) {
    const scale = importedExperimentSchema.safeParse(set.options).data?.scale
    for (const { id, key, imageId, className, parts } of study.stimuli.ofSet(set.id)) {
      const image = study.images.get(imageId)
      stimuli.set(id, {
        key,
        image: imported.has(image.datasetId) ? importedImageName(image.path) : image.path,
        className: className === unknownClassName ? null : className,
        models: parts.map(({ modelId }) => models.get(modelId)!),
      })
      if (scale) scales.set(id, scale.maximum - scale.minimum + 1)
    }
  }
  return { stimuli, scales }
}
