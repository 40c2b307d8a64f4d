import type { Migration } from './migration'
import { stateMachine, timestamp } from './sql'

/**
 * A slot that comes back is followed by another one with the items that are then missing, so a slot has one session of
 * a person for ever. An aborted session may turn out to be complete when its last answer arrives late.
 */
export const replacementSlots: Migration = {
  version: 2,
  name: 'replacement slots',
  up: (database) => void database.exec(sql),
}

const sql = `
ALTER TABLE plan_slot ADD COLUMN replaces_id TEXT REFERENCES plan_slot (id);
ALTER TABLE plan_slot ADD COLUMN ${timestamp('withdrawn_at', true)};
CREATE INDEX plan_slot_by_replaced ON plan_slot (replaces_id);

DROP INDEX session_takes_slot;
CREATE UNIQUE INDEX session_takes_slot ON session (plan_slot_id, source, ifnull(batch_id, ''))
  WHERE plan_slot_id IS NOT NULL;
CREATE UNIQUE INDEX session_at_seat ON session (seat) WHERE seat IS NOT NULL;

CREATE TRIGGER session_in_open_slot BEFORE INSERT ON session
  WHEN (SELECT withdrawn_at FROM plan_slot WHERE id = NEW.plan_slot_id) IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'the slot was withdrawn: its items are rated elsewhere'); END;
CREATE TRIGGER plan_slot_withdrawn BEFORE UPDATE ON plan_slot
  WHEN EXISTS (SELECT 1 FROM session WHERE session.plan_slot_id = OLD.id)
  BEGIN SELECT RAISE(ABORT, 'a slot that a session has taken does not change'); END;
CREATE TRIGGER session_slot_given_on BEFORE UPDATE OF state, excluded_at ON session
  WHEN NEW.source = 'own'
    AND ((OLD.state = 'aborted' AND NEW.state = 'running')
      OR (OLD.excluded_at IS NOT NULL AND NEW.excluded_at IS NULL AND NEW.state <> 'aborted'))
    AND EXISTS (SELECT 1 FROM plan_slot JOIN session AS other ON other.plan_slot_id = plan_slot.id
      WHERE plan_slot.replaces_id = NEW.plan_slot_id AND other.source = 'own')
  BEGIN SELECT RAISE(ABORT, 'another person has taken over what was left of the slot'); END;

DROP TRIGGER session_state;
${stateMachine('session', {
  ready: ['running', 'aborted'],
  running: ['paused', 'interrupted', 'complete', 'aborted'],
  paused: ['running', 'interrupted', 'complete', 'aborted'],
  interrupted: ['running', 'complete', 'aborted'],
  aborted: ['running', 'complete'],
})}
`
