import type { HandlersOf } from '../../../shared/api'
import { StudioError, toErrorPayload } from '../../../shared/errors'
import type { ProtocolContent } from '../../../shared/protocol'
import type { ProtocolList, ProtocolSummary } from '../../../shared/protocol-procedures'
import { validateProtocol } from '../../../shared/protocol-validation'
import { jsonObjectSchema } from '../../../shared/records/common'
import type { Plan, Protocol } from '../../../shared/records/plan-records'
import type { StudyStore } from '../../store/study-store'
import { checkedContent, contentOf } from '../../study/protocol-content'
import { previewProtocol } from '../../study/stored/preview-protocol'
import type { ArtifactShelf } from '../artifact-shelf'
import type { StudyHolder } from '../study-holder'

/** Protocols as their authors see and change them. */
export function createProtocolApi(studies: StudyHolder, artifacts: ArtifactShelf): HandlersOf<'protocols'> {
  const changed = (study: StudyStore, { id }: Protocol): ProtocolSummary => {
    studies.noteChange()
    return summaryOf(study.protocols.get(id), study.plans.list())
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
      checkedContent(original.content)
      const copy = study.transaction(() =>
        name === null || name === original.name
          ? study.protocols.copy(protocolId)
          : addNew(study, { ...contentOf(original), name }),
      )
      return changed(study, copy)
    },
  }
}

/** Every version, by name and version. One that cannot be read does not hide the others. */
function listProtocols(study: StudyStore): ProtocolList {
  const plans = study.plans.list()
  const damaged = study.protocols.damaged().map((protocol) => ({ ...protocol, canBeCopied: false }))
  const list: ProtocolList = { protocols: [], unreadable: damaged }
  for (const protocol of study.protocols.list()) {
    try {
      list.protocols.push(summaryOf(protocol, plans))
    } catch (thrown) {
      const { id, name, version, content } = protocol
      const { message: reason } = toErrorPayload(thrown)
      const canBeCopied = validateProtocol(content).length === 0
      list.unreadable.push({ id, name, version, reason, canBeCopied })
    }
  }
  list.unreadable.sort((one, other) => one.name.localeCompare(other.name) || one.version - other.version)
  return list
}

/** @throws StudioError `protocol/changed` or `protocol/invalid` for a version that cannot be read */
function summaryOf(protocol: Protocol, plans: readonly Plan[]): ProtocolSummary {
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
}

const asJson = (content: ProtocolContent) => jsonObjectSchema.parse(JSON.parse(JSON.stringify(content)))

function addNew(study: StudyStore, content: ProtocolContent): Protocol {
  if (study.protocols.latestVersion(content.name) === 0)
    return study.protocols.add(content.name, asJson(content))
  throw new StudioError(
    'store/conflict',
    `The study has a protocol "${content.name.trim()}" already. Choose another name, or make the next version of that protocol.`,
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
