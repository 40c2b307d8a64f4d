import { json, primaryId, relativePath, sha256, timestamp } from '../sql'

/** Data sets and their images. */
export const dataTables = `
CREATE TABLE dataset (
  ${primaryId},
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  kind TEXT NOT NULL CHECK (kind <> ''),
  location TEXT CHECK (location <> ''),
  fingerprint TEXT NOT NULL UNIQUE CHECK (fingerprint <> ''),
  ${json('classes')},
  ${json('options')},
  ${timestamp('created_at')}
) STRICT;

CREATE TABLE image (
  ${primaryId},
  dataset_id TEXT NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
  ${relativePath('path')},
  ${sha256('sha256', true)},
  class_name TEXT NOT NULL CHECK (class_name <> ''),
  split TEXT NOT NULL CHECK (split <> ''),
  fingerprint TEXT,
  width_px INTEGER CHECK (width_px > 0),
  height_px INTEGER CHECK (height_px > 0),
  mask_artifact_id TEXT REFERENCES artifact (id),
  UNIQUE (dataset_id, path)
) STRICT;
CREATE INDEX image_by_split ON image (dataset_id, split, class_name);
`
