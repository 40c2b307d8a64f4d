import { appendOnly, json, primaryId, timestamp } from '../sql'

/** The study itself, the laboratories that take part, settings, and what was decided when. */
export const studyTables = `
CREATE TABLE site (
  ${primaryId},
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  prefix TEXT NOT NULL UNIQUE CHECK (length(prefix) BETWEEN 1 AND 8 AND prefix NOT GLOB '*[^A-Z0-9]*'),
  ${timestamp('created_at')}
) STRICT;

CREATE TABLE study (
  ${primaryId},
  only_row INTEGER NOT NULL DEFAULT 1 UNIQUE CHECK (only_row = 1),
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  description TEXT NOT NULL,
  site_id TEXT NOT NULL REFERENCES site (id),
  ${timestamp('created_at')},
  created_with TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL CHECK (key <> ''),
  ${json('value')}
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_event (
  ${primaryId},
  actor TEXT NOT NULL CHECK (actor <> ''),
  action TEXT NOT NULL CHECK (action <> ''),
  subject_type TEXT,
  subject_id TEXT,
  ${json('details')},
  ${timestamp('recorded_at')}
) STRICT;
CREATE INDEX audit_event_by_subject ON audit_event (subject_id);
${appendOnly('audit_event')}
`
