import { flag, json, primaryId, timestamp } from '../sql'

const share = (column: string) => `${column} REAL CHECK (${column} BETWEEN 0 AND 1)`

/** Models, what was measured on them, and their maps. */
export const modelTables = `
CREATE TABLE model (
  ${primaryId},
  name TEXT NOT NULL UNIQUE CHECK (trim(name) <> ''),
  parent_id TEXT REFERENCES model (id),
  dataset_id TEXT REFERENCES dataset (id),
  architecture TEXT NOT NULL CHECK (architecture <> ''),
  ${json('classes')},
  size_px INTEGER CHECK (size_px > 0),
  criterion TEXT,
  scope TEXT,
  target_cpr REAL NOT NULL CHECK (target_cpr >= 1),
  measured_cpr REAL CHECK (measured_cpr >= 1),
  total_cpr REAL CHECK (total_cpr >= 1),
  parameter_count INTEGER CHECK (parameter_count > 0),
  non_zero_count INTEGER CHECK (non_zero_count BETWEEN 0 AND parameter_count),
  seed INTEGER CHECK (seed >= 0),
  weights_artifact_id TEXT REFERENCES artifact (id),
  ${json('metrics')},
  ${json('lineage')},
  ${json('versions')},
  job_id TEXT REFERENCES job (id),
  ${timestamp('created_at')},
  CHECK (parent_id <> id)
) STRICT;
CREATE INDEX model_by_parent ON model (parent_id);

CREATE TABLE training_metric (
  model_id TEXT NOT NULL REFERENCES model (id) ON DELETE CASCADE,
  run INTEGER NOT NULL CHECK (run >= 0),
  epoch INTEGER NOT NULL CHECK (epoch > 0),
  train_loss REAL,
  ${share('train_accuracy')},
  validation_loss REAL,
  ${share('validation_accuracy')},
  learning_rate REAL CHECK (learning_rate >= 0),
  seconds REAL CHECK (seconds >= 0),
  PRIMARY KEY (model_id, run, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_measurement (
  ${primaryId},
  model_id TEXT NOT NULL REFERENCES model (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind <> ''),
  ${json('value')},
  job_id TEXT REFERENCES job (id),
  ${timestamp('created_at')}
) STRICT;
CREATE INDEX model_measurement_by_model ON model_measurement (model_id, kind);

CREATE TABLE prediction (
  model_id TEXT NOT NULL REFERENCES model (id) ON DELETE CASCADE,
  image_id TEXT NOT NULL REFERENCES image (id) ON DELETE CASCADE,
  predicted_class TEXT NOT NULL CHECK (predicted_class <> ''),
  ${share('confidence')},
  ${flag('is_correct')},
  PRIMARY KEY (model_id, image_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX prediction_by_image ON prediction (image_id);

CREATE TABLE map (
  ${primaryId},
  model_id TEXT NOT NULL REFERENCES model (id),
  image_id TEXT NOT NULL REFERENCES image (id),
  method TEXT NOT NULL CHECK (method <> ''),
  layer TEXT NOT NULL CHECK (layer <> ''),
  explained_class TEXT NOT NULL CHECK (explained_class <> ''),
  predicted_class TEXT NOT NULL CHECK (predicted_class <> ''),
  ${share('confidence')},
  ${flag('no_positive_evidence')},
  original_artifact_id TEXT REFERENCES artifact (id),
  raw_artifact_id TEXT REFERENCES artifact (id),
  raw_tensor TEXT,
  raw_minimum REAL,
  raw_maximum REAL CHECK (raw_maximum >= raw_minimum),
  raw_mean REAL,
  ${share('energy_inside')},
  job_id TEXT REFERENCES job (id),
  ${timestamp('created_at')},
  CHECK ((raw_artifact_id IS NULL) = (raw_tensor IS NULL)),
  UNIQUE (model_id, image_id, method, layer, explained_class)
) STRICT;
CREATE INDEX map_by_image ON map (image_id);

CREATE TABLE map_rendering (
  ${primaryId},
  map_id TEXT NOT NULL REFERENCES map (id) ON DELETE CASCADE,
  rendering TEXT NOT NULL CHECK (rendering <> ''),
  ${json('options')},
  ${json('scaling', true)},
  artifact_id TEXT NOT NULL REFERENCES artifact (id)
) STRICT;
CREATE UNIQUE INDEX map_rendering_once ON map_rendering (map_id, rendering, options, ifnull(scaling, ''));
`
