import type { HandlersOf } from '../../../shared/api'
import { StudioError } from '../../../shared/errors'
import type { ProtocolContent } from '../../../shared/protocol'
import type { ProtocolSummary } from '../../../shared/protocol-procedures'
import { jsonObjectSchema } from '../../../shared/records/common'
import type { Protocol } from '../../../shared/records/plan-records'
import type { StudyStore } from '../../store/study-store'
import { checkedContent, contentOf } from '../../study/protocol-content'
import { previewProtocol } from '../../study/stored/preview-protocol'
import type { ArtifactShelf } from '../artifact-shelf'
import type { StudyHolder } from '../study-holder'

/** Protocols as their authors see and change them. */
export function createProtocolApi(studies: StudyHolder, artifacts: ArtifactShelf): HandlersOf<'protocols'> {
  const changed = (study: StudyStore, { id }: Protocol): ProtocolSummary => {
    studies.noteChange()
    return listProtocols(study).find((protocol) => protocol.id === id)!
  }
  return {
    'protocols.list': () => listProtocols(studies.require()),
    'protocols.get': ({ protocolId }) => contentOf(studies.require().protocols.get(protocolId)),
    'protocols.material': () => ({
      models: studies
        .require()
        .models.list()
        .map(({ name, targetCpr, classes }) => ({ name, cpr: targetCpr, classes: [...classes] })),
    }),
    'protocols.preview': ({ content, language }) => {
      const study = studies.require()
      const lend = (path: string) =>
        artifacts.lend({ path: study.artifactPath(path), mediaType: 'image/png' }, { role: 'studio' })
      return previewProtocol(study, { content, language, lend })
    },
    'protocols.save': ({ protocolId, content }) => {
      const study = studies.require()
      const sound = checkedContent(content)
      const stored = study.transaction(() =>
        protocolId === null ? addNew(study, sound) : edit(study, protocolId, sound),
      )
      return changed(study, stored)
    },
    'protocols.copy': ({ protocolId, name }) => {
      const study = studies.require()
      const original = study.protocols.get(protocolId)
      const copy = study.transaction(() =>
        name === null || name === original.name
          ? study.protocols.copy(protocolId)
          : addNew(study, { ...contentOf(original), name }),
      )
      return changed(study, copy)
    },
  }
}

/** Every version that can be read, by name and version. */
function listProtocols(study: StudyStore): ProtocolSummary[] {
  const plans = study.plans.list()
  return study.protocols.list().map((protocol) => {
    const { id, name, version, frozenAt, createdAt } = protocol
    const { task, rendering, description } = contentOf(protocol)
    return {
      id,
      name,
      version,
      description,
      task: task.kind,
      rendering: rendering.kind,
      createdAt,
      frozenAt,
      plans: plans.filter(({ protocolId }) => protocolId === id).map((plan) => plan.name),
    }
  })
}

const asJson = (content: ProtocolContent) => jsonObjectSchema.parse(JSON.parse(JSON.stringify(content)))

function addNew(study: StudyStore, content: ProtocolContent): Protocol {
  const taken = study.protocols.findLatest(content.name.trim())
  if (taken === undefined) return study.protocols.add(content.name, asJson(content))
  throw new StudioError(
    'store/conflict',
    `The study has a protocol "${taken.name}" already. Choose another name, or make the next version of that protocol.`,
  )
}

function edit(study: StudyStore, protocolId: string, content: ProtocolContent): Protocol {
  const { name, version } = study.protocols.get(protocolId)
  const plan = study.plans.list().find((each) => each.protocolId === protocolId)
  if (plan !== undefined) {
    throw new StudioError(
      'store/refused',
      `Version ${version} of "${name}" cannot be changed, because the plan "${plan.name}" was made from it. Copy it as ` +
        'the next version.',
    )
  }
  if (content.name !== name) {
    throw new StudioError(
      'store/refused',
      `The name "${name}" holds the versions together and cannot become "${content.name}". Copy the protocol under ` +
        'the new name.',
    )
  }
  return study.protocols.edit(protocolId, asJson(content))
}
