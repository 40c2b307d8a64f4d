import type { Migration } from './migration'

/**
 * An imported answer, whose identity is its trial key, comes in once; and a rater may appear in several imported files,
 * in a session for each. Of two imported raters of one code, the site tells whether they are one person.
 */
export const importedOnce: Migration = {
  version: 3,
  name: 'imported answers come in once',
  up: (database) => {
    database.exec(`
      CREATE UNIQUE INDEX rating_imported_once ON rating (trial_key) WHERE source = 'imported';
      DROP TRIGGER session_batch_of_rater;
      CREATE TRIGGER session_batch_of_rater BEFORE INSERT ON session
        WHEN NEW.source <> 'imported' AND NEW.batch_id IS NOT (SELECT batch_id FROM rater WHERE id = NEW.rater_id)
        BEGIN SELECT RAISE(ABORT, 'a session belongs to the batch of its rater'); END;
      DROP INDEX rater_code;
      CREATE UNIQUE INDEX rater_code
        ON rater (code, source, CASE source WHEN 'imported' THEN site_id ELSE ifnull(batch_id, '') END);
      CREATE INDEX session_by_batch ON session (batch_id);
    `)
  },
}
