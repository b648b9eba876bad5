-- The secrets of keys are not kept; expires_at: null for never
CREATE TABLE api_keys (
  project_id uuid NOT NULL,
  id uuid NOT NULL,
  name text COLLATE "C" NOT NULL,
  scope text NOT NULL,
  secret_hash text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (project_id, id),
  UNIQUE (project_id, name),
  UNIQUE (project_id, secret_hash)
);

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_project ON api_keys USING (project_id =
  (SELECT nullif(current_setting('lab.project', true), '')::uuid));
