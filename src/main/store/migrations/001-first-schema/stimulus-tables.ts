import { flag, json, primaryId, timestamp } from '../sql'

/** What is chosen to be rated. */
export const stimulusTables = `
CREATE TABLE stimulus_set (
  ${primaryId},
  name TEXT NOT NULL UNIQUE CHECK (trim(name) <> ''),
  dataset_id TEXT REFERENCES dataset (id),
  rendering TEXT,
  seed INTEGER CHECK (seed >= 0),
  ${json('options')},
  ${timestamp('created_at')}
) STRICT;

CREATE TABLE stimulus (
  ${primaryId},
  set_id TEXT NOT NULL REFERENCES stimulus_set (id) ON DELETE CASCADE,
  image_id TEXT NOT NULL REFERENCES image (id),
  key TEXT NOT NULL CHECK (key <> ''),
  class_name TEXT NOT NULL CHECK (class_name <> ''),
  original_artifact_id TEXT REFERENCES artifact (id),
  UNIQUE (set_id, key)
) STRICT;
CREATE INDEX stimulus_by_image ON stimulus (image_id);

CREATE TABLE stimulus_part (
  stimulus_id TEXT NOT NULL REFERENCES stimulus (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position IN (0, 1)),
  model_id TEXT NOT NULL REFERENCES model (id),
  map_id TEXT REFERENCES map (id),
  artifact_id TEXT REFERENCES artifact (id),
  predicted_class TEXT,
  ${flag('is_correct', true)},
  PRIMARY KEY (stimulus_id, position),
  UNIQUE (stimulus_id, model_id)
) STRICT, WITHOUT ROWID;
`
