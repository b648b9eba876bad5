-- Every row belongs to a project; the policies below hide the rows of all projects but the one that
-- the connection works for, also from the tables' owner. Texts are ordered by their bytes, whatever
-- the language of the database.

CREATE TABLE projects (
  id uuid PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);

INSERT INTO projects VALUES ('00000000-0000-7000-8000-000000000000', 'default', now());

CREATE TABLE models (
  project_id uuid NOT NULL,
  id uuid NOT NULL,
  name text COLLATE "C" NOT NULL,
  specification jsonb NOT NULL,
  version bigint NOT NULL,
  registered_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, id),
  UNIQUE (project_id, name)
);

-- tool_calls and logprobs: null where there are none
CREATE TABLE responses (
  project_id uuid NOT NULL,
  request text COLLATE "C" NOT NULL,
  text text NOT NULL,
  finish_reason text NOT NULL,
  input_tokens bigint,
  output_tokens bigint,
  latency_ns bigint,
  time_to_first_byte_ns bigint,
  tool_calls jsonb,
  logprobs jsonb,
  kept_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, request)
);

-- reply: null while the request is worked on
CREATE TABLE requests (
  project_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  content text NOT NULL,
  reply text,
  begun_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, key)
);

CREATE TABLE datasets (
  project_id uuid NOT NULL,
  id uuid NOT NULL,
  name text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, id),
  UNIQUE (project_id, name)
);

-- The samples lie in the blob named by content.
CREATE TABLE dataset_versions (
  project_id uuid NOT NULL,
  dataset_id uuid NOT NULL,
  hash text COLLATE "C" NOT NULL,
  ordinal bigint GENERATED ALWAYS AS IDENTITY,
  samples bigint NOT NULL,
  content text NOT NULL,
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, dataset_id, hash)
);

CREATE TABLE prompts (
  project_id uuid NOT NULL,
  id uuid NOT NULL,
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (project_id, id),
  UNIQUE (project_id, name)
);

CREATE TABLE prompt_versions (
  project_id uuid NOT NULL,
  prompt_id uuid NOT NULL,
  number integer NOT NULL,
  name text COLLATE "C" NOT NULL,
  content jsonb NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, prompt_id, number)
);

CREATE TABLE prompt_labels (
  project_id uuid NOT NULL,
  prompt_id uuid NOT NULL,
  label text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  PRIMARY KEY (project_id, prompt_id, label)
);

CREATE TABLE experiments (
  project_id uuid NOT NULL,
  id uuid NOT NULL,
  name text COLLATE "C" NOT NULL,
  status text NOT NULL,
  version bigint NOT NULL,
  document jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, id)
);

CREATE INDEX experiments_newest ON experiments (project_id, created_at DESC, id DESC);

CREATE TABLE runs (
  project_id uuid NOT NULL,
  id uuid NOT NULL,
  experiment_id uuid NOT NULL,
  number integer NOT NULL,
  status text NOT NULL,
  manifest jsonb NOT NULL,
  failure jsonb,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, id),
  UNIQUE (project_id, experiment_id, number)
);

CREATE INDEX runs_newest ON runs (project_id, created_at DESC, id DESC);

-- scores: {"METRIC": {"value": 1, "extracted": "..."}} or {"METRIC": {"unscored": "why"}}
-- tool_calls: null where there are none
CREATE TABLE evaluations (
  project_id uuid NOT NULL,
  run_id uuid NOT NULL,
  variant text COLLATE "C" NOT NULL,
  sample_id text COLLATE "C" NOT NULL,
  epoch integer NOT NULL,
  id uuid NOT NULL,
  outcome text NOT NULL,
  attempts integer NOT NULL,
  input_tokens bigint,
  output_tokens bigint,
  latency_ns bigint,
  time_to_first_byte_ns bigint,
  queue_wait_ns bigint,
  cost numeric,
  cached boolean NOT NULL,
  completed_at timestamptz NOT NULL,
  output text,
  reason text,
  status integer,
  scores jsonb NOT NULL,
  tool_calls jsonb,
  PRIMARY KEY (project_id, run_id, variant, sample_id, epoch),
  UNIQUE (project_id, id)
);

CREATE TABLE audit_log (
  project_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (project_id, id)
);

CREATE INDEX audit_log_newest ON audit_log (project_id, at DESC, id DESC);

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'models', 'responses', 'requests', 'datasets', 'dataset_versions', 'prompts', 'prompt_versions',
    'prompt_labels', 'experiments', 'runs', 'evaluations', 'audit_log']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    -- The sub-select is evaluated once for a statement and not once for each row.
    EXECUTE format(
      'CREATE POLICY own_project ON %I USING (project_id = '
      '(SELECT nullif(current_setting(''lab.project'', true), '''')::uuid))', tenant_table);
  END LOOP;
END
$$;
