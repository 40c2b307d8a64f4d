import { flag, json, primaryId, sha256, timestamp } from '../sql'

/** Protocols, and who sees what. */
export const planTables = `
CREATE TABLE protocol (
  ${primaryId},
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  version INTEGER NOT NULL CHECK (version > 0),
  ${json('content')},
  ${sha256('sha256')},
  copied_from_id TEXT REFERENCES protocol (id),
  ${timestamp('frozen_at', true)},
  ${timestamp('created_at')},
  UNIQUE (name, version)
) STRICT;
CREATE TRIGGER protocol_frozen_update BEFORE UPDATE ON protocol WHEN OLD.frozen_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a protocol that a session has used cannot be changed: copy it as a new version'); END;
CREATE TRIGGER protocol_frozen_delete BEFORE DELETE ON protocol WHEN OLD.frozen_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a protocol that a session has used cannot be deleted'); END;

CREATE TABLE plan (
  ${primaryId},
  protocol_id TEXT NOT NULL REFERENCES protocol (id),
  stimulus_set_id TEXT REFERENCES stimulus_set (id),
  name TEXT NOT NULL UNIQUE CHECK (trim(name) <> ''),
  seed INTEGER NOT NULL CHECK (seed >= 0),
  ${json('parameters')},
  ${json('proof')},
  ${timestamp('created_at')}
) STRICT;

CREATE TABLE plan_slot (
  ${primaryId},
  plan_id TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  UNIQUE (plan_id, position)
) STRICT;

CREATE TABLE plan_trial (
  ${primaryId},
  slot_id TEXT NOT NULL REFERENCES plan_slot (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  type TEXT NOT NULL CHECK (type <> ''),
  stimulus_id TEXT REFERENCES stimulus (id),
  left_model_id TEXT REFERENCES model (id),
  ${flag('needs_answer')},
  ${json('parameters')},
  UNIQUE (slot_id, position),
  FOREIGN KEY (stimulus_id, left_model_id) REFERENCES stimulus_part (stimulus_id, model_id)
) STRICT;
CREATE INDEX plan_trial_by_stimulus ON plan_trial (stimulus_id);
CREATE TRIGGER plan_trial_fixed BEFORE UPDATE ON plan_trial
  BEGIN SELECT RAISE(ABORT, 'a trial of a plan is never changed: make a new plan'); END;
`
