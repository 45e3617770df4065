-- why: the first schema. workspace_id leads every primary key and unique index, so that a workspace can be moved to a
-- server of its own and no query can forget whose rows it reads. JSON is stored as text: `jsonb` refuses NUL escapes and
-- lone surrogates that vendors really send, and reorders keys. Bytes from outside are stored as they came.

create table workspace (
  workspace_id uuid primary key,
  name text not null,
  -- Seed of all idempotency keys; sealed, so that opening it at start-up also proves that the master key is the right one.
  sealed_key_seed bytea not null,
  created_at timestamptz not null default now()
);

create table api_token (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id)
);
-- A caller shows only the token, so the hash is what is searched; it names its workspace.
create index api_token_by_hash on api_token (token_hash);

create table connection (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  connector text not null,
  settings text not null,
  auth_kind text not null,
  sealed_credential bytea,
  state text not null default 'active',
  -- A throttled vendor pauses every run of the connection, not only the one that was told.
  paused_until timestamptz,
  problem text,
  created_at timestamptz not null default now(),
  verified_at timestamptz,
  primary key (workspace_id, id),
  constraint connection_name_is_unique unique (workspace_id, name),
  constraint connection_state_is_known check (state in ('active', 'needs_reconnect', 'revoked'))
);

create table flow (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  title text not null,
  live_version integer,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, id),
  constraint flow_name_is_unique unique (workspace_id, name)
);

create table flow_version (
  workspace_id uuid not null,
  flow_id uuid not null,
  number integer not null,
  document text not null,
  document_hash bytea not null,
  note text not null default '',
  published_by text not null,
  published_at timestamptz not null default now(),
  primary key (workspace_id, flow_id, number),
  foreign key (workspace_id, flow_id) references flow
);

create table webhook_trigger (
  workspace_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  -- The path token is searched by its hash and shown again from its sealed form.
  token_hash bytea not null,
  sealed_token bytea not null,
  settings text not null,
  sealed_secret bytea,
  -- During a rotation the secret before is good until this instant.
  sealed_previous_secret bytea,
  previous_secret_until timestamptz,
  duplicate_count bigint not null default 0,
  refused_count bigint not null default 0,
  is_enabled boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint webhook_trigger_one_per_flow unique (workspace_id, flow_id),
  foreign key (workspace_id, flow_id) references flow
);
create index webhook_trigger_by_token on webhook_trigger (token_hash);

create table trigger_event (
  workspace_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  -- Null once its memory is over, so that the same key counts as a new event again.
  dedupe_key text,
  content_type text not null,
  headers text not null,
  body bytea not null,
  received_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index trigger_event_once on trigger_event (workspace_id, flow_id, dedupe_key) where dedupe_key is not null;

create table run (
  workspace_id uuid not null,
  id uuid not null,
  seq bigint generated always as identity,
  flow_id uuid not null,
  flow_version integer not null,
  -- The first run of an event has the event's own id; a rerun has another.
  event_id uuid not null,
  state text not null,
  due_at timestamptz not null default now(),
  order_key text,
  -- An earlier run of the same order key is not finished yet.
  is_blocked boolean not null default false,
  lease_epoch bigint not null default 0,
  leased_by text,
  lease_expires_at timestamptz,
  crash_count smallint not null default 0,
  -- When the first of these crashes was, at the latest: a key that was sent before may be forgotten by now.
  crashed_at timestamptz,
  payload_version integer not null default 0,
  -- Why the run is where it is, for everything but queued, running and succeeded.
  problem text,
  held_connection_id uuid,
  rerun_of uuid,
  -- Asked for while a worker held the lease; obeyed at the next step.
  is_cancel_requested boolean not null default false,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (workspace_id, id),
  constraint run_state_is_known check (state in ('queued', 'running', 'waiting', 'held', 'unknown', 'dead_lettered',
    'succeeded', 'filtered', 'cancelled')),
  constraint run_running_has_lease check ((state = 'running') = (leased_by is not null and lease_expires_at is not null)),
  constraint run_held_names_connection check ((state = 'held') = (held_connection_id is not null)),
  constraint run_ended_is_dated check ((state in ('succeeded', 'filtered', 'cancelled', 'dead_lettered')) = (ended_at is not null))
);
-- The claim: only what may run is in it, in the order in which it fell due, so that its cost does not grow with history
-- nor with runs that wait for their turn or for a person.
create index run_due on run (due_at) where state in ('queued', 'waiting') and not is_blocked;
-- The rescue of runs whose worker died.
create index run_leased on run (lease_expires_at) where state = 'running';
-- At most one unfinished run of an order key may move; the others stand behind it in the order of `seq`.
create unique index run_one_per_order_key on run (workspace_id, flow_id, order_key)
  where order_key is not null and not is_blocked and state in ('queued', 'running', 'waiting', 'held', 'unknown');
create index run_behind_order_key on run (workspace_id, flow_id, order_key, seq) where is_blocked;
-- Lists page by id, which is ordered by time. Most runs of a list without a state are succeeded ones, so only the others
-- need an index by state; the running ones are few and found by their lease.
create index run_of_flow on run (workspace_id, flow_id, id);
create index run_of_state on run (workspace_id, state, id) where state not in ('running', 'succeeded');
create index run_held on run (workspace_id, held_connection_id, seq) where state = 'held';

create table step_run (
  workspace_id uuid not null,
  run_id uuid not null,
  step_key text not null,
  -- Empty outside `each`; inside, the keys of the items, outermost first, joined by '/'.
  item_key text not null default '',
  seq bigint generated always as identity,
  state text not null,
  operation_class text,
  input text,
  output text,
  -- What a retry, a look-up or a status poll must know of what went before.
  progress text,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, run_id, step_key, item_key),
  constraint step_run_state_is_known check (state in ('waiting', 'unknown', 'failed', 'succeeded', 'skipped'))
);

create table attempt (
  workspace_id uuid not null,
  run_id uuid not null,
  step_key text not null,
  item_key text not null default '',
  number integer not null,
  kind text not null,
  -- Null while the call is in the air: the intent, committed before the first byte of a class L or N write.
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
  started_at timestamptz not null default now(),
  duration_ms integer,
  primary key (workspace_id, run_id, step_key, item_key, number),
  constraint attempt_kind_is_known check (kind in ('call', 'look_up', 'status_poll', 'verdict')),
  constraint attempt_outcome_is_known check (outcome in ('succeeded', 'failed', 'deferred', 'unknown'))
);

create table link (
  workspace_id uuid not null,
  flow_id uuid not null,
  step_key text not null,
  source_key text not null,
  -- JSON, so that a number stays a number.
  destination_id text not null,
  run_id uuid not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, flow_id, step_key, source_key)
);
