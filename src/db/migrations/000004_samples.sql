-- why: samples, the data kept with a draft that stand for outputs while a flow is built. They have a table of their own,
-- which no statement of the engine names: a published run cannot read them.

create table flow_sample (
  workspace_id uuid not null,
  flow_id uuid not null,
  -- Empty for the trigger, so that a step may be called `trigger` as well.
  step_key text not null,
  output text not null,
  size_bytes integer not null,
  origin text not null,
  is_pinned boolean not null default false,
  -- What it was made from; null for what a person gave. A sample whose fingerprint is not the present one is stale.
  fingerprint text,
  -- Id, time and headers of the trigger's event.
  event text,
  note text not null,
  made_by text not null,
  made_at timestamptz not null default now(),
  primary key (workspace_id, flow_id, step_key),
  foreign key (workspace_id, flow_id) references flow,
  constraint flow_sample_origin_is_known check (origin in ('event', 'run', 'fetched', 'pasted', 'sent', 'read', 'computed',
    'example', 'edited'))
);

-- One row for each request of a trial that was sent for real, written before its first byte: the same request is never
-- sent twice, however often the button is pressed, unless it is not known what became of it. Then a person is told so
-- before they send anything for this step again.
create table trial_send (
  workspace_id uuid not null references workspace,
  trial_id uuid not null,
  step_key text not null,
  item_key text not null default '',
  flow_id uuid not null,
  request_hash text not null,
  sent_by text not null,
  sent_at timestamptz not null default now(),
  -- Null while the call is in the air, and for ever when its process died.
  outcome text,
  primary key (workspace_id, trial_id, step_key, item_key),
  constraint trial_send_outcome_is_known check (outcome in ('succeeded', 'failed', 'unknown'))
);
