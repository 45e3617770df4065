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

create table audit_entry (
  workspace_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  details text not null default '{}'::text,
  result text not null,
  constraint audit_entry_pkey PRIMARY KEY (workspace_id, id),
  constraint audit_entry_result_is_known CHECK ((result = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text]))),
  constraint audit_entry_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);

create table authorization_request (
  workspace_id uuid not null,
  id uuid not null,
  state_hash bytea not null,
  binding_hash bytea not null,
  person_id uuid,
  connection_id uuid,
  connection_name text not null,
  sealed_draft bytea not null,
  state text not null default 'pending'::text,
  problem text,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  constraint authorization_request_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint authorization_request_pkey PRIMARY KEY (workspace_id, id),
  constraint authorization_request_state_is_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'failed'::text]))),
  constraint authorization_request_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);
CREATE INDEX authorization_request_by_state ON authorization_request USING btree (state_hash);
CREATE INDEX authorization_request_expired ON authorization_request USING btree (expires_at);

create table connect_link (
  workspace_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  connection_id uuid,
  connection_name text not null,
  sealed_draft bytea not null,
  created_by text not null,
  owner_id uuid,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint connect_link_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint connect_link_pkey PRIMARY KEY (workspace_id, id),
  constraint connect_link_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);
CREATE INDEX connect_link_by_token ON connect_link USING btree (token_hash);

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
  owner_id uuid,
  provider text,
  oauth_grant text,
  account text,
  granted_scopes text[],
  expires_at timestamp with time zone,
  problem_side text,
  problem_since timestamp with time zone,
  verify_problem text,
  verify_due_at timestamp with time zone not null default (now() + '1 day'::interval),
  drain_per_second real not null default 20,
  revoked_at timestamp with time zone,
  secret_references text[] not null default '{}'::text[],
  constraint connection_drains_at_some_rate CHECK (((drain_per_second > (0)::double precision) AND (drain_per_second <= (1000)::double precision))),
  constraint connection_grant_is_known CHECK ((oauth_grant = ANY (ARRAY['authorization_code'::text, 'client_credentials'::text, 'jwt_bearer'::text]))),
  constraint connection_name_is_unique UNIQUE (workspace_id, name),
  constraint connection_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES person(id) ON DELETE SET NULL,
  constraint connection_pkey PRIMARY KEY (workspace_id, id),
  constraint connection_problem_side_is_known CHECK ((problem_side = ANY (ARRAY['account'::text, 'app'::text]))),
  constraint connection_state_is_known CHECK ((state = ANY (ARRAY['active'::text, 'needs_reconnect'::text, 'revoked'::text]))),
  constraint connection_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);
CREATE INDEX connection_verify_due ON connection USING btree (verify_due_at) WHERE (state = 'active'::text);

create table connection_drain (
  workspace_id uuid not null,
  connection_id uuid not null,
  holder text not null,
  expires_at timestamp with time zone not null,
  constraint connection_drain_pkey PRIMARY KEY (workspace_id, connection_id),
  constraint connection_drain_workspace_id_connection_id_fkey FOREIGN KEY (workspace_id, connection_id) REFERENCES connection(workspace_id, id) ON DELETE CASCADE
);

create table connection_token (
  workspace_id uuid not null,
  connection_id uuid not null,
  version bigint not null default 1,
  sealed_tokens bytea not null,
  obtained_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  refresh_due_at timestamp with time zone,
  refresh_started_at timestamp with time zone,
  refresh_holder text,
  refresh_count bigint not null default 0,
  failure_count integer not null default 0,
  failure text,
  constraint connection_token_pkey PRIMARY KEY (workspace_id, connection_id),
  constraint connection_token_workspace_id_connection_id_fkey FOREIGN KEY (workspace_id, connection_id) REFERENCES connection(workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX connection_token_due ON connection_token USING btree (refresh_due_at) WHERE (refresh_due_at IS NOT NULL);

create table data_key (
  workspace_id uuid not null,
  owner_id uuid not null,
  number integer not null,
  kek_id text not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null default now(),
  wrapped_at timestamp with time zone not null default now(),
  constraint data_key_pkey PRIMARY KEY (workspace_id, owner_id, number)
);
CREATE INDEX data_key_by_kek ON data_key USING btree (kek_id);

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

create table installation_secret (
  name text not null,
  sealed bytea not null,
  constraint installation_secret_pkey PRIMARY KEY (name)
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

create table key_rotation (
  is_only boolean not null default true,
  kek_id text not null,
  begun_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint key_rotation_is_only_check CHECK (is_only),
  constraint key_rotation_pkey PRIMARY KEY (is_only)
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
CREATE INDEX link_of_run ON link USING btree (workspace_id, run_id);

create table notice (
  workspace_id uuid not null,
  id uuid not null,
  cause text not null,
  kind text not null,
  severity text not null,
  title text not null,
  text text not null,
  fix text not null,
  link text not null,
  person_id uuid,
  seen_count bigint not null default 1,
  raised_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  resolved_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  acknowledged_by text,
  constraint notice_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE SET NULL,
  constraint notice_pkey PRIMARY KEY (workspace_id, id),
  constraint notice_severity_is_known CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text]))),
  constraint notice_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);
CREATE INDEX notice_by_age ON notice USING btree (workspace_id, raised_at, id);
CREATE UNIQUE INDEX notice_one_open_per_cause ON notice USING btree (workspace_id, cause) WHERE (resolved_at IS NULL);

create table notice_channel (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  settings text not null,
  sealed_secret bytea,
  is_enabled boolean not null default true,
  problem text,
  problem_since timestamp with time zone,
  last_sent_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint notice_channel_kind_is_known CHECK ((kind = ANY (ARRAY['mail'::text, 'email'::text, 'webhook'::text]))),
  constraint notice_channel_name_is_unique UNIQUE (workspace_id, name),
  constraint notice_channel_pkey PRIMARY KEY (workspace_id, id),
  constraint notice_channel_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(workspace_id)
);

create table notice_delivery (
  workspace_id uuid not null,
  notice_id uuid not null,
  channel_id uuid not null,
  target text not null,
  state text not null default 'due'::text,
  try_count integer not null default 0,
  due_at timestamp with time zone not null default now(),
  holder text,
  problem text,
  tried_at timestamp with time zone,
  sent_at timestamp with time zone,
  constraint notice_delivery_pkey PRIMARY KEY (workspace_id, notice_id, channel_id, target),
  constraint notice_delivery_state_is_known CHECK ((state = ANY (ARRAY['due'::text, 'sent'::text, 'failed'::text]))),
  constraint notice_delivery_workspace_id_channel_id_fkey FOREIGN KEY (workspace_id, channel_id) REFERENCES notice_channel(workspace_id, id) ON DELETE CASCADE,
  constraint notice_delivery_workspace_id_notice_id_fkey FOREIGN KEY (workspace_id, notice_id) REFERENCES notice(workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX notice_delivery_due ON notice_delivery USING btree (due_at) WHERE (state = 'due'::text);
CREATE INDEX notice_delivery_of_channel ON notice_delivery USING btree (workspace_id, channel_id, tried_at);

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
  held_scopes text[],
  constraint run_ended_is_dated CHECK (((state = ANY (ARRAY['succeeded'::text, 'filtered'::text, 'cancelled'::text, 'dead_lettered'::text])) = (ended_at IS NOT NULL))),
  constraint run_held_names_connection CHECK (((state = 'held'::text) = (held_connection_id IS NOT NULL))),
  constraint run_pkey PRIMARY KEY (workspace_id, id),
  constraint run_running_has_lease CHECK (((state = 'running'::text) = ((leased_by IS NOT NULL) AND (lease_expires_at IS NOT NULL)))),
  constraint run_state_is_known CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text, 'held'::text, 'unknown'::text, 'dead_lettered'::text, 'succeeded'::text, 'filtered'::text, 'cancelled'::text])))
);
CREATE INDEX run_behind_order_key ON run USING btree (workspace_id, flow_id, order_key, seq) WHERE is_blocked;
CREATE INDEX run_due ON run USING btree (due_at) WHERE ((state = ANY (ARRAY['queued'::text, 'waiting'::text])) AND (NOT is_blocked));
CREATE INDEX run_held ON run USING btree (workspace_id, held_connection_id, seq) WHERE (state = 'held'::text);
CREATE INDEX run_held_for_scopes ON run USING btree (workspace_id, held_connection_id, COALESCE(held_scopes, '{}'::text[]), seq) WHERE (state = 'held'::text);
CREATE INDEX run_leased ON run USING btree (lease_expires_at) WHERE (state = 'running'::text);
CREATE INDEX run_of_code ON run USING btree (workspace_id, "substring"(problem, '^[{]"code":"([^"]+)"'::text), id) WHERE (problem IS NOT NULL);
CREATE INDEX run_of_flow ON run USING btree (workspace_id, flow_id, id);
CREATE INDEX run_of_flow_and_code ON run USING btree (workspace_id, flow_id, "substring"(problem, '^[{]"code":"([^"]+)"'::text), id) WHERE (problem IS NOT NULL);
CREATE INDEX run_of_flow_and_state ON run USING btree (workspace_id, flow_id, state, id) WHERE (state <> ALL (ARRAY['running'::text, 'succeeded'::text]));
CREATE INDEX run_of_order_key ON run USING btree (workspace_id, order_key, id) WHERE (order_key IS NOT NULL);
CREATE INDEX run_of_state ON run USING btree (workspace_id, state, id) WHERE (state <> ALL (ARRAY['running'::text, 'succeeded'::text]));
CREATE UNIQUE INDEX run_one_per_order_key ON run USING btree (workspace_id, flow_id, order_key) WHERE ((order_key IS NOT NULL) AND (NOT is_blocked) AND (state = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text, 'held'::text, 'unknown'::text])));
CREATE INDEX run_short_of_scopes ON run USING btree (workspace_id, held_connection_id) WHERE ((state = 'held'::text) AND (held_scopes IS NOT NULL));

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
