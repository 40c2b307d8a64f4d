import { appendOnly, json, oneOf, primaryId, sha256, stateMachine, timestamp } from '../sql'

const sources = ['own', 'simulated', 'imported']

/** Raters and their sessions. The source of a session is its rater's, held by a foreign key over both columns. */
export const sessionTables = `
CREATE TABLE batch (
  ${primaryId},
  ${oneOf('source', ['simulated', 'imported'])},
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  ${sha256('sha256', true)} UNIQUE,
  seed INTEGER CHECK (seed >= 0),
  ${json('parameters')},
  ${timestamp('created_at')},
  CHECK ((source = 'imported') = (sha256 IS NOT NULL)),
  CHECK ((source = 'simulated') = (seed IS NOT NULL)),
  UNIQUE (id, source)
) STRICT;

CREATE TABLE rater (
  ${primaryId},
  code TEXT NOT NULL CHECK (trim(code) <> ''),
  site_id TEXT NOT NULL REFERENCES site (id),
  ${oneOf('source', sources)},
  batch_id TEXT,
  rater_group TEXT CHECK (rater_group <> ''),
  ${timestamp('created_at')},
  CHECK ((source = 'own') = (batch_id IS NULL)),
  UNIQUE (id, source),
  FOREIGN KEY (batch_id, source) REFERENCES batch (id, source)
) STRICT;
CREATE UNIQUE INDEX rater_code ON rater (code, source, ifnull(batch_id, ''));
CREATE INDEX rater_by_site ON rater (site_id);

CREATE TABLE session (
  ${primaryId},
  rater_id TEXT NOT NULL,
  ${oneOf('source', sources)},
  batch_id TEXT,
  site_id TEXT NOT NULL REFERENCES site (id),
  protocol_id TEXT REFERENCES protocol (id),
  plan_slot_id TEXT REFERENCES plan_slot (id),
  ${oneOf('state', ['ready', 'running', 'paused', 'interrupted', 'complete', 'aborted'])},
  state_reason TEXT,
  seat TEXT,
  language TEXT,
  ${json('station')},
  ${timestamp('started_at', true)},
  ${timestamp('ended_at', true)},
  ${timestamp('excluded_at', true)},
  exclusion_reason TEXT,
  ${timestamp('created_at')},
  CHECK ((excluded_at IS NULL) = (exclusion_reason IS NULL)),
  CHECK ((source = 'own') = (batch_id IS NULL)),
  CHECK (source = 'imported' OR (protocol_id IS NOT NULL AND plan_slot_id IS NOT NULL)),
  UNIQUE (id, source),
  FOREIGN KEY (rater_id, source) REFERENCES rater (id, source),
  FOREIGN KEY (batch_id, source) REFERENCES batch (id, source)
) STRICT;
CREATE INDEX session_by_rater ON session (rater_id);
CREATE INDEX session_by_slot ON session (plan_slot_id);
-- A slot is one rater's, and returns when that rater drops out; each simulation has the plan for itself.
CREATE UNIQUE INDEX session_takes_slot ON session (plan_slot_id, source, ifnull(batch_id, ''))
  WHERE plan_slot_id IS NOT NULL AND state <> 'aborted' AND excluded_at IS NULL;
${stateMachine('session', {
  ready: ['running', 'aborted'],
  running: ['paused', 'interrupted', 'complete', 'aborted'],
  paused: ['running', 'interrupted', 'complete', 'aborted'],
  interrupted: ['running', 'complete', 'aborted'],
  aborted: ['running'],
})}
CREATE TRIGGER session_identity BEFORE UPDATE OF id, rater_id, source, batch_id, site_id, protocol_id, plan_slot_id
  ON session BEGIN SELECT RAISE(ABORT, 'a session keeps its rater, source, site, protocol and slot'); END;
CREATE TRIGGER session_no_delete BEFORE DELETE ON session
  BEGIN SELECT RAISE(ABORT, 'a session is never deleted: exclude it, with a reason'); END;
CREATE TRIGGER session_starts_ready BEFORE INSERT ON session WHEN NEW.source <> 'imported' AND NEW.state <> 'ready'
  BEGIN SELECT RAISE(ABORT, 'a new session is ready, and starts afterwards'); END;
CREATE TRIGGER session_slot_of_protocol BEFORE INSERT ON session
  WHEN NEW.plan_slot_id IS NOT NULL AND NEW.protocol_id IS NOT (
    SELECT plan.protocol_id FROM plan_slot JOIN plan ON plan.id = plan_slot.plan_id
    WHERE plan_slot.id = NEW.plan_slot_id)
  BEGIN SELECT RAISE(ABORT, 'the slot belongs to a plan of another protocol'); END;
CREATE TRIGGER session_batch_of_rater BEFORE INSERT ON session
  WHEN NEW.batch_id IS NOT (SELECT batch_id FROM rater WHERE id = NEW.rater_id)
  BEGIN SELECT RAISE(ABORT, 'a session belongs to the batch of its rater'); END;
CREATE TRIGGER session_freezes_protocol AFTER INSERT ON session
  BEGIN UPDATE protocol SET frozen_at = NEW.created_at WHERE id = NEW.protocol_id AND frozen_at IS NULL; END;
CREATE TRIGGER rater_identity BEFORE UPDATE OF id, code, source, batch_id, site_id ON rater
  BEGIN SELECT RAISE(ABORT, 'a rater keeps code, source and site'); END;

CREATE TABLE session_event (
  ${primaryId},
  session_id TEXT NOT NULL REFERENCES session (id),
  kind TEXT NOT NULL CHECK (kind <> ''),
  trial_key TEXT,
  clock_ms REAL,
  ${json('details')},
  ${timestamp('recorded_at')}
) STRICT;
CREATE INDEX session_event_by_session ON session_event (session_id);
${appendOnly('session_event')}
`
