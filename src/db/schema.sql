create table api_token (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_token_pkey PRIMARY KEY (workspace_id, id),
  constraint api_token_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);
CREATE INDEX api_token_by_hash ON api_token USING btree (token_hash);

create table attempt (
  workspace_id uuid not null,
  run_id uuid not null,
  step_key text not null,
  item_key text not null default ''::text,
  number integer not null,
  kind text not null,
  outcome text,
  lease_epoch bigint not null,
  operation_class text not null,
  idempotency_key text,
  request text not null,
  request_body bytea,
  response_status integer,
  response_headers text,
  response_body bytea,
  failure text,
  decision text,
  started_at timestamp with time zone not null default now(),
  duration_ms integer,
  constraint attempt_kind_is_known CHECK ((kind = ANY (ARRAY['call'::text, 'look_up'::text, 'status_poll'::text, 'verdict'::text]))),
  constraint attempt_outcome_is_known CHECK ((outcome = ANY (ARRAY['succeeded'::text, 'failed'::text, 'deferred'::text, 'unknown'::text]))),
  constraint attempt_pkey PRIMARY KEY (workspace_id, run_id, step_key, item_key, number)
);

create table connection (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  connector text not null,
  settings text not null,
  auth_kind text not null,
  sealed_credential bytea,
  state text not null default 'active'::text,
  paused_until timestamp with time zone,
  problem text,
  created_at timestamp with time zone not null default now(),
  verified_at timestamp with time zone,
  constraint connection_name_is_unique UNIQUE (workspace_id, name),
  constraint connection_pkey PRIMARY KEY (workspace_id, id),
  constraint connection_state_is_known CHECK ((state = ANY (ARRAY['active'::text, 'needs_reconnect'::text, 'revoked'::text]))),
  constraint connection_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);

create table flow (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  title text not null,
  live_version integer,
  created_at timestamp with time zone not null default now(),
  archived_at timestamp with time zone,
  constraint flow_name_is_unique UNIQUE (workspace_id, name),
  constraint flow_pkey PRIMARY KEY (workspace_id, id),
  constraint flow_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);

create table flow_version (
  workspace_id uuid not null,
  flow_id uuid not null,
  number integer not null,
  document text not null,
  document_hash bytea not null,
  note text not null default ''::text,
  published_by text not null,
  published_at timestamp with time zone not null default now(),
  constraint flow_version_pkey PRIMARY KEY (workspace_id, flow_id, number),
  constraint flow_version_workspace_id_flow_id_fkey FOREIGN KEY (workspace_id, flow_id) REFERENCES flow(workspace_id, id)
);

create table link (
  workspace_id uuid not null,
  flow_id uuid not null,
  step_key text not null,
  source_key text not null,
  destination_id text not null,
  run_id uuid not null,
  updated_at timestamp with time zone not null default now(),
  constraint link_pkey PRIMARY KEY (workspace_id, flow_id, step_key, source_key)
);

create table run (
  workspace_id uuid not null,
  id uuid not null,
  seq bigint not null generated always as identity,
  flow_id uuid not null,
  flow_version integer not null,
  event_id uuid not null,
  state text not null,
  due_at timestamp with time zone not null default now(),
  order_key text,
  is_blocked boolean not null default false,
  lease_epoch bigint not null default 0,
  leased_by text,
  lease_expires_at timestamp with time zone,
  crash_count smallint not null default 0,
  crashed_at timestamp with time zone,
  payload_version integer not null default 0,
  problem text,
  held_connection_id uuid,
  rerun_of uuid,
  is_cancel_requested boolean not null default false,
  created_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint run_ended_is_dated CHECK (((state = ANY (ARRAY['succeeded'::text, 'filtered'::text, 'cancelled'::text, 'dead_lettered'::text])) = (ended_at IS NOT NULL))),
  constraint run_held_names_connection CHECK (((state = 'held'::text) = (held_connection_id IS NOT NULL))),
  constraint run_pkey PRIMARY KEY (workspace_id, id),
  constraint run_running_has_lease CHECK (((state = 'running'::text) = ((leased_by IS NOT NULL) AND (lease_expires_at IS NOT NULL)))),
  constraint run_state_is_known CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text, 'held'::text, 'unknown'::text, 'dead_lettered'::text, 'succeeded'::text, 'filtered'::text, 'cancelled'::text])))
);
CREATE INDEX run_behind_order_key ON run USING btree (workspace_id, flow_id, order_key, seq) WHERE is_blocked;
CREATE INDEX run_due ON run USING btree (due_at) WHERE ((state = ANY (ARRAY['queued'::text, 'waiting'::text])) AND (NOT is_blocked));
CREATE INDEX run_held ON run USING btree (workspace_id, held_connection_id, seq) WHERE (state = 'held'::text);
CREATE INDEX run_leased ON run USING btree (lease_expires_at) WHERE (state = 'running'::text);
CREATE INDEX run_of_flow ON run USING btree (workspace_id, flow_id, id);
CREATE INDEX run_of_state ON run USING btree (workspace_id, state, id) WHERE (state <> ALL (ARRAY['running'::text, 'succeeded'::text]));
CREATE UNIQUE INDEX run_one_per_order_key ON run USING btree (workspace_id, flow_id, order_key) WHERE ((order_key IS NOT NULL) AND (NOT is_blocked) AND (state = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text, 'held'::text, 'unknown'::text])));

create table schema_version (
  version integer not null,
  name text not null,
  text_hash text not null,
  is_breaking boolean not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_version_pkey PRIMARY KEY (version)
);

create table step_run (
  workspace_id uuid not null,
  run_id uuid not null,
  step_key text not null,
  item_key text not null default ''::text,
  seq bigint not null generated always as identity,
  state text not null,
  operation_class text,
  input text,
  output text,
  progress text,
  updated_at timestamp with time zone not null default now(),
  constraint step_run_pkey PRIMARY KEY (workspace_id, run_id, step_key, item_key),
  constraint step_run_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'unknown'::text, 'failed'::text, 'succeeded'::text, 'skipped'::text])))
);

create table trigger_event (
  workspace_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  dedupe_key text,
  content_type text not null,
  headers text not null,
  body bytea not null,
  received_at timestamp with time zone not null default now(),
  constraint trigger_event_pkey PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX trigger_event_once ON trigger_event USING btree (workspace_id, flow_id, dedupe_key) WHERE (dedupe_key IS NOT NULL);

create table webhook_trigger (
  workspace_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  token_hash bytea not null,
  sealed_token bytea not null,
  settings text not null,
  sealed_secret bytea,
  sealed_previous_secret bytea,
  previous_secret_until timestamp with time zone,
  duplicate_count bigint not null default 0,
  refused_count bigint not null default 0,
  is_enabled boolean not null default true,
  created_at timestamp with time zone not null default now(),
  constraint webhook_trigger_one_per_flow UNIQUE (workspace_id, flow_id),
  constraint webhook_trigger_pkey PRIMARY KEY (workspace_id, id),
  constraint webhook_trigger_workspace_id_flow_id_fkey FOREIGN KEY (workspace_id, flow_id) REFERENCES flow(workspace_id, id)
);
CREATE INDEX webhook_trigger_by_token ON webhook_trigger USING btree (token_hash);

create table workspace (
  workspace_id uuid not null,
  name text not null,
  sealed_key_seed bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint workspace_pkey PRIMARY KEY (workspace_id)
);
