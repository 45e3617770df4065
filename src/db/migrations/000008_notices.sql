-- why: whoever has to act is told, once for each cause, and a notice outlives whatever process found the cause.

create table notice_channel (
  workspace_id uuid not null references workspace,
  -- The zero id is the mail that the installation sends to people themselves; its row is made when it is first used.
  id uuid not null,
  kind text not null,
  name text not null,
  -- Addresses, or the URL; never a secret.
  settings text not null,
  sealed_secret bytea,
  is_enabled boolean not null default true,
  -- Set while deliveries fail, so that a dead channel is seen.
  problem text,
  problem_since timestamptz,
  last_sent_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint notice_channel_name_is_unique unique (workspace_id, name),
  constraint notice_channel_kind_is_known check (kind in ('mail', 'email', 'webhook'))
);

create table notice (
  workspace_id uuid not null references workspace,
  id uuid not null,
  -- What it is about: one open notice a cause, however often it is found again.
  cause text not null,
  kind text not null,
  severity text not null,
  title text not null,
  text text not null,
  fix text not null,
  -- Where in the web app to look, a path.
  link text not null,
  -- Whom it is for; null: the owners of the workspace.
  person_id uuid references person on delete set null,
  seen_count bigint not null default 1,
  raised_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  resolved_at timestamptz,
  -- A person said "I know".
  acknowledged_at timestamptz,
  acknowledged_by text,
  primary key (workspace_id, id),
  constraint notice_severity_is_known check (severity in ('info', 'warning', 'critical'))
);
create unique index notice_one_open_per_cause on notice (workspace_id, cause) where resolved_at is null;
create index notice_by_age on notice (workspace_id, raised_at, id);

create table notice_delivery (
  workspace_id uuid not null,
  notice_id uuid not null,
  channel_id uuid not null,
  -- An address; empty for a webhook, whose URL is its channel's.
  target text not null,
  state text not null default 'due',
  try_count integer not null default 0,
  -- While somebody is at it: when another may take it over.
  due_at timestamptz not null default now(),
  holder text,
  problem text,
  tried_at timestamptz,
  sent_at timestamptz,
  primary key (workspace_id, notice_id, channel_id, target),
  foreign key (workspace_id, notice_id) references notice (workspace_id, id) on delete cascade,
  foreign key (workspace_id, channel_id) references notice_channel (workspace_id, id) on delete cascade,
  constraint notice_delivery_state_is_known check (state in ('due', 'sent', 'failed'))
);
create index notice_delivery_due on notice_delivery (due_at) where state = 'due';
create index notice_delivery_of_channel on notice_delivery (workspace_id, channel_id, tried_at);

-- Runs held for a scope are few among the held ones, and are looked for all the time.
create index run_short_of_scopes on run (workspace_id, held_connection_id) where state = 'held' and held_scopes is not null;
