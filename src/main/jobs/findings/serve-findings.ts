import { StudioError, toErrorPayload, type Result } from '../../../shared/errors'
import type { ProcessPort } from '../process-port'
import { answerQuestion } from './answer-question'
import { questionSchema } from './finding-kinds'
import { StudyReaders } from './study-reader'

/** Answers a client's questions one after the other, each with its result or its error. */
export function serveFindings(port: ProcessPort): void {
  const readers = new StudyReaders()
  port.onMessage((raw) => {
    const { id, kind, folder, request } = questionSchema.parse(raw)
    const result = resultOf(() => answerQuestion(kind, request, () => readers.of(requireFolder(folder))))
    port.send({ id, result })
  })
}

function resultOf(work: () => unknown): Result<unknown> {
  try {
    return { ok: true, value: work() }
  } catch (thrown) {
    return { ok: false, error: toErrorPayload(thrown) }
  }
}

function requireFolder(folder: string | null): string {
  if (folder !== null) return folder
  throw new StudioError('study/not-open', 'No study is open. Open one, or make a new one, then try again.')
}
