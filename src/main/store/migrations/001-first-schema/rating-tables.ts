import { appendOnly, json, oneOf, primaryId, timestamp } from '../sql'

const milliseconds = (column: string) => `${column} REAL CHECK (${column} >= 0)`

/**
 * Answers. Rows are only added: taking an answer back adds a row to rating_undo, after which the same trial may be
 * answered once more. So at any time a trial of a session has at most one answer that counts.
 */
export const ratingTables = `
CREATE TABLE rating (
  ${primaryId},
  session_id TEXT NOT NULL,
  ${oneOf('source', ['own', 'simulated', 'imported'])},
  trial_key TEXT NOT NULL CHECK (trial_key <> ''),
  plan_trial_id TEXT REFERENCES plan_trial (id),
  attempt INTEGER NOT NULL CHECK (attempt > 0),
  trial_type TEXT NOT NULL CHECK (trial_type <> ''),
  stimulus_id TEXT REFERENCES stimulus (id),
  answer TEXT CHECK (answer <> ''),
  chosen_model_id TEXT REFERENCES model (id),
  left_model_id TEXT REFERENCES model (id),
  ${json('data')},
  ${milliseconds('onset_ms')},
  ${milliseconds('response_ms')},
  ${milliseconds('frame_interval_ms')},
  focus_losses INTEGER NOT NULL CHECK (focus_losses >= 0),
  full_screen_exits INTEGER NOT NULL CHECK (full_screen_exits >= 0),
  hidden_ms REAL NOT NULL CHECK (hidden_ms >= 0),
  input_device TEXT,
  ${timestamp('recorded_at')},
  CHECK ((answer IS 'model') = (chosen_model_id IS NOT NULL)),
  CHECK (source <> 'own' OR (onset_ms IS NOT NULL AND response_ms IS NOT NULL)),
  UNIQUE (session_id, trial_key, attempt),
  FOREIGN KEY (session_id, source) REFERENCES session (id, source),
  UNIQUE (session_id, plan_trial_id, attempt),
  FOREIGN KEY (stimulus_id, chosen_model_id) REFERENCES stimulus_part (stimulus_id, model_id),
  FOREIGN KEY (stimulus_id, left_model_id) REFERENCES stimulus_part (stimulus_id, model_id)
) STRICT;
CREATE INDEX rating_by_stimulus ON rating (stimulus_id);
CREATE INDEX rating_by_plan_trial ON rating (plan_trial_id);
${appendOnly('rating')}

CREATE TABLE rating_undo (
  rating_id TEXT PRIMARY KEY NOT NULL REFERENCES rating (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  ${timestamp('recorded_at')}
) STRICT, WITHOUT ROWID;
${appendOnly('rating_undo')}

CREATE VIEW counted_rating AS
  SELECT * FROM rating WHERE NOT EXISTS (SELECT 1 FROM rating_undo WHERE rating_undo.rating_id = rating.id);

CREATE TRIGGER rating_after_undo BEFORE INSERT ON rating
  WHEN NEW.attempt > 1 AND NOT EXISTS (
    SELECT 1 FROM rating JOIN rating_undo ON rating_undo.rating_id = rating.id
    WHERE rating.session_id = NEW.session_id AND rating.trial_key = NEW.trial_key AND rating.attempt = NEW.attempt - 1)
  BEGIN SELECT RAISE(ABORT, 'a trial is answered again only after its answer was taken back'); END;
CREATE TRIGGER rating_in_started_session BEFORE INSERT ON rating
  WHEN (SELECT state FROM session WHERE id = NEW.session_id) = 'ready'
  BEGIN SELECT RAISE(ABORT, 'the session has not started'); END;
CREATE TRIGGER rating_of_own_trial BEFORE INSERT ON rating
  WHEN NEW.plan_trial_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM plan_trial JOIN session ON session.plan_slot_id = plan_trial.slot_id
    WHERE plan_trial.id = NEW.plan_trial_id AND session.id = NEW.session_id
      AND NEW.trial_type = plan_trial.type AND NEW.stimulus_id IS plan_trial.stimulus_id
      AND NEW.left_model_id IS plan_trial.left_model_id)
  BEGIN SELECT RAISE(ABORT, 'the trial belongs to another slot, or is of another type, stimulus or side'); END;
CREATE TRIGGER rating_undo_in_open_session BEFORE INSERT ON rating_undo
  WHEN (SELECT session.state FROM session JOIN rating ON rating.session_id = session.id
    WHERE rating.id = NEW.rating_id) = 'complete'
  BEGIN SELECT RAISE(ABORT, 'an answer of a complete session cannot be taken back'); END;

CREATE TRIGGER session_complete BEFORE UPDATE OF state ON session
  WHEN NEW.state = 'complete' AND OLD.state <> 'complete' AND EXISTS (
    SELECT 1 FROM plan_trial WHERE plan_trial.slot_id = NEW.plan_slot_id AND plan_trial.needs_answer = 1
      AND NOT EXISTS (SELECT 1 FROM counted_rating
        WHERE counted_rating.session_id = NEW.id AND counted_rating.plan_trial_id = plan_trial.id))
  BEGIN SELECT RAISE(ABORT, 'the session has trials without an answer'); END;
`
