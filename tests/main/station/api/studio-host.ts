import { procedures, type ProcedureName, type ProcedureOutput } from '../../../../src/shared/api'
import { unwrap } from '../../../../src/shared/errors'
import type { HostOptions } from '../../../../src/main/station/host'
import { openTestHost } from '../../../support/open-test-host'
import { mappedStudy } from '../../study/stored/mapped-study'

/** A host over a study with maps, called as its researcher. */
export async function studioHost(options: Partial<Pick<HostOptions, 'spawnFindings'>> = {}) {
  const { store, jobId } = mappedStudy()
  const host = await openTestHost({ study: store, ...options })
  const answer = (procedure: ProcedureName, input?: unknown) =>
    host.answer({ caller: { role: 'studio' }, procedure, input })
  const call = async <P extends ProcedureName>(procedure: P, input?: unknown) =>
    procedures[procedure].output.parse(unwrap(await answer(procedure, input))) as ProcedureOutput<P>
  return { host, store, jobId, answer, call }
}
