import type { Migration } from './migration'

/**
 * A large import or plan is written in many small transactions, between which raters' answers are. Until the last of them
 * its records are staged: named here, left out of every count of answers, and, other than all else, deletable.
 */
export const stagedRows: Migration = {
  version: 4,
  name: 'staged rows',
  up: (database) => {
    database.exec(`
      CREATE TABLE staged_row (
        table_name TEXT NOT NULL,
        record_id TEXT NOT NULL,
        PRIMARY KEY (table_name, record_id)
      ) STRICT, WITHOUT ROWID;

      DROP VIEW counted_rating;
      CREATE VIEW counted_rating AS
        SELECT * FROM rating
        WHERE NOT EXISTS (SELECT 1 FROM rating_undo WHERE rating_undo.rating_id = rating.id)
          AND rating.session_id NOT IN (SELECT record_id FROM staged_row WHERE table_name = 'session');

      DROP TRIGGER rating_no_delete;
      CREATE TRIGGER rating_no_delete BEFORE DELETE ON rating
        WHEN NOT EXISTS (SELECT 1 FROM staged_row WHERE table_name = 'session' AND record_id = OLD.session_id)
        BEGIN SELECT RAISE(ABORT, 'rows of rating are never changed or deleted'); END;
      DROP TRIGGER session_no_delete;
      CREATE TRIGGER session_no_delete BEFORE DELETE ON session
        WHEN NOT EXISTS (SELECT 1 FROM staged_row WHERE table_name = 'session' AND record_id = OLD.id)
        BEGIN SELECT RAISE(ABORT, 'a session is never deleted: exclude it, with a reason'); END;
    `)
  },
}
