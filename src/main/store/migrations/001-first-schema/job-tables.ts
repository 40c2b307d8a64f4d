import { flag, json, oneOf, primaryId, relativePath, sha256, stateMachine, timestamp } from '../sql'

/** Long work, and the files that it leaves. */
export const jobTables = `
CREATE TABLE job (
  ${primaryId},
  kind TEXT NOT NULL CHECK (kind <> ''),
  ${oneOf('state', ['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'])},
  ${json('request')},
  ${json('progress', true)},
  ${json('result', true)},
  error_code TEXT,
  reason TEXT,
  ${flag('is_resumable')},
  run_count INTEGER NOT NULL CHECK (run_count >= 0),
  ${relativePath('log_path')},
  host TEXT,
  process_id INTEGER,
  ${timestamp('created_at')},
  ${timestamp('started_at', true)},
  ${timestamp('finished_at', true)},
  CHECK ((state IN ('failed', 'cancelled', 'interrupted')) = (reason IS NOT NULL)),
  CHECK ((state = 'done') = (result IS NOT NULL)),
  CHECK ((state IN ('queued', 'running')) = (finished_at IS NULL))
) STRICT;
CREATE INDEX job_by_state ON job (state);
${stateMachine('job', {
  queued: ['running', 'cancelled'],
  running: ['done', 'failed', 'cancelled', 'interrupted'],
  failed: ['running'],
  cancelled: ['running'],
  interrupted: ['running', 'cancelled'],
})}

CREATE TABLE artifact (
  ${primaryId},
  ${relativePath('path')} UNIQUE,
  ${sha256('sha256')},
  byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
  job_id TEXT REFERENCES job (id),
  ${timestamp('created_at')}
) STRICT;
CREATE INDEX artifact_by_job ON artifact (job_id);
`
