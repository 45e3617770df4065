create table api_token (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  role text not null,
  prefix text not null,
  last_used_at timestamp with time zone,
  constraint api_token_pkey PRIMARY KEY (workspace_id, id),
  constraint api_token_role_is_known CHECK ((role = ANY (ARRAY['owner'::text, 'builder'::text, 'operator'::text, 'viewer'::text]))),
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
  draft_revision integer not null default 0,
  constraint flow_name_is_unique UNIQUE (workspace_id, name),
  constraint flow_pkey PRIMARY KEY (workspace_id, id),
  constraint flow_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);

create table flow_draft (
  workspace_id uuid not null,
  flow_id uuid not null,
  document text not null,
  document_hash bytea not null,
  based_on integer,
  edited_by text not null,
  edited_at timestamp with time zone not null default now(),
  constraint flow_draft_pkey PRIMARY KEY (workspace_id, flow_id),
  constraint flow_draft_workspace_id_flow_id_fkey FOREIGN KEY (workspace_id, flow_id) REFERENCES flow(workspace_id, id)
);

create table flow_sample (
  workspace_id uuid not null,
  flow_id uuid not null,
  step_key text not null,
  output text not null,
  size_bytes integer not null,
  origin text not null,
  is_pinned boolean not null default false,
  fingerprint text,
  event text,
  note text not null,
  made_by text not null,
  made_at timestamp with time zone not null default now(),
  constraint flow_sample_origin_is_known CHECK ((origin = ANY (ARRAY['event'::text, 'run'::text, 'fetched'::text, 'pasted'::text, 'sent'::text, 'read'::text, 'computed'::text, 'example'::text, 'edited'::text]))),
  constraint flow_sample_pkey PRIMARY KEY (workspace_id, flow_id, step_key),
  constraint flow_sample_workspace_id_flow_id_fkey FOREIGN KEY (workspace_id, flow_id) REFERENCES flow(workspace_id, id)
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

create table invitation (
  workspace_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  email text not null,
  role text not null,
  invited_by text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint invitation_email_is_lower_case CHECK ((email = lower(email))),
  constraint invitation_pkey PRIMARY KEY (workspace_id, id),
  constraint invitation_role_is_known CHECK ((role = ANY (ARRAY['owner'::text, 'builder'::text, 'operator'::text, 'viewer'::text]))),
  constraint invitation_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);
CREATE INDEX invitation_by_token ON invitation USING btree (token_hash);

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
CREATE INDEX link_of_run ON link USING btree (workspace_id, run_id);

create table person (
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean default false,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint person_email_is_lower_case CHECK ((email = lower(email))),
  constraint person_email_is_unique UNIQUE (email),
  constraint person_pkey PRIMARY KEY (id)
);

create table person_challenge (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint person_challenge_pkey PRIMARY KEY (id)
);
CREATE INDEX person_challenge_by_identifier ON person_challenge USING btree (identifier);

create table person_login (
  id uuid not null,
  person_id uuid not null,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint person_login_is_unique UNIQUE (provider_id, account_id),
  constraint person_login_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint person_login_pkey PRIMARY KEY (id)
);
CREATE INDEX person_login_of_person ON person_login USING btree (person_id);

create table person_passkey (
  id uuid not null,
  person_id uuid not null,
  name text,
  public_key text not null,
  credential_id text not null,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamp with time zone default now(),
  constraint person_passkey_credential_is_unique UNIQUE (credential_id),
  constraint person_passkey_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint person_passkey_pkey PRIMARY KEY (id)
);
CREATE INDEX person_passkey_of_person ON person_passkey USING btree (person_id);

create table person_second_factor (
  id uuid not null,
  person_id uuid not null,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamp with time zone,
  constraint person_second_factor_of_person UNIQUE (person_id),
  constraint person_second_factor_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint person_second_factor_pkey PRIMARY KEY (id)
);

create table person_session (
  id uuid not null,
  person_id uuid not null,
  token text not null,
  ip_address text,
  user_agent text,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  constraint person_session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint person_session_pkey PRIMARY KEY (id),
  constraint person_session_token_is_unique UNIQUE (token)
);
CREATE INDEX person_session_of_person ON person_session USING btree (person_id);

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
CREATE INDEX run_of_code ON run USING btree (workspace_id, "substring"(problem, '^[{]"code":"([^"]+)"'::text), id) WHERE (problem IS NOT NULL);
CREATE INDEX run_of_flow ON run USING btree (workspace_id, flow_id, id);
CREATE INDEX run_of_flow_and_code ON run USING btree (workspace_id, flow_id, "substring"(problem, '^[{]"code":"([^"]+)"'::text), id) WHERE (problem IS NOT NULL);
CREATE INDEX run_of_flow_and_state ON run USING btree (workspace_id, flow_id, state, id) WHERE (state <> ALL (ARRAY['running'::text, 'succeeded'::text]));
CREATE INDEX run_of_order_key ON run USING btree (workspace_id, order_key, id) WHERE (order_key IS NOT NULL);
CREATE INDEX run_of_state ON run USING btree (workspace_id, state, id) WHERE (state <> ALL (ARRAY['running'::text, 'succeeded'::text]));
CREATE UNIQUE INDEX run_one_per_order_key ON run USING btree (workspace_id, flow_id, order_key) WHERE ((order_key IS NOT NULL) AND (NOT is_blocked) AND (state = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text, 'held'::text, 'unknown'::text])));

create table run_tally (
  workspace_id uuid not null,
  hour timestamp with time zone not null,
  flow_id uuid not null,
  succeeded bigint not null default 0,
  failed bigint not null default 0,
  constraint run_tally_pkey PRIMARY KEY (workspace_id, hour, flow_id),
  constraint run_tally_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);

create table schema_version (
  version integer not null,
  name text not null,
  text_hash text not null,
  is_breaking boolean not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_version_pkey PRIMARY KEY (version)
);

create table set_up_link (
  token_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint set_up_link_pkey PRIMARY KEY (token_hash)
);

create table sign_in_rate (
  id uuid not null,
  key text not null,
  count integer not null,
  last_request bigint not null,
  constraint sign_in_rate_key_is_unique UNIQUE (key),
  constraint sign_in_rate_pkey PRIMARY KEY (id)
);

create table sign_in_try (
  email_hash bytea not null,
  count integer not null,
  since timestamp with time zone not null default now(),
  constraint sign_in_try_pkey PRIMARY KEY (email_hash)
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

create table trial_send (
  workspace_id uuid not null,
  trial_id uuid not null,
  step_key text not null,
  item_key text not null default ''::text,
  flow_id uuid not null,
  request_hash text not null,
  sent_by text not null,
  sent_at timestamp with time zone not null default now(),
  outcome text,
  constraint trial_send_outcome_is_known CHECK ((outcome = ANY (ARRAY['succeeded'::text, 'failed'::text, 'unknown'::text]))),
  constraint trial_send_pkey PRIMARY KEY (workspace_id, trial_id, step_key, item_key),
  constraint trial_send_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
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

create table webhook_subscription (
  workspace_id uuid not null,
  flow_id uuid not null,
  state text not null,
  connection text not null,
  connector text not null,
  event text not null,
  url text not null,
  secret_hash bytea not null,
  remote_id text,
  problem text,
  updated_at timestamp with time zone not null default now(),
  constraint webhook_subscription_pkey PRIMARY KEY (workspace_id, flow_id),
  constraint webhook_subscription_state_is_known CHECK ((state = ANY (ARRAY['making'::text, 'active'::text, 'failed'::text]))),
  constraint webhook_subscription_workspace_id_flow_id_fkey FOREIGN KEY (workspace_id, flow_id) REFERENCES flow(workspace_id, id)
);

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

create table workspace_member (
  workspace_id uuid not null,
  person_id uuid not null,
  role text not null,
  joined_at timestamp with time zone not null default now(),
  constraint workspace_member_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint workspace_member_pkey PRIMARY KEY (workspace_id, person_id),
  constraint workspace_member_role_is_known CHECK ((role = ANY (ARRAY['owner'::text, 'builder'::text, 'operator'::text, 'viewer'::text]))),
  constraint workspace_member_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);
CREATE INDEX workspace_member_by_person ON workspace_member USING btree (person_id);
