import { call } from '../bridge/call'
import type { StageState } from '../shell/stage'

/** What the rail says of the study: its name. */
export async function loadStudyState(): Promise<StageState> {
  const study = await call('study.current', undefined)
  return study === null ? { kind: 'empty', word: 'None open' } : { kind: 'done', word: study.name }
}
