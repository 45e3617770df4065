-- why: a flow is worked on beside its live version, and a published one can register its webhook at the vendor by itself.

-- Counts every change of what an editor would show, with a draft or without; a save names the count it began with.
alter table flow add column draft_revision integer not null default 0;

-- Only where it differs from the live version.
create table flow_draft (
  workspace_id uuid not null,
  flow_id uuid not null,
  document text not null,
  document_hash bytea not null,
  based_on integer,
  edited_by text not null,
  edited_at timestamptz not null default now(),
  primary key (workspace_id, flow_id),
  foreign key (workspace_id, flow_id) references flow
);

create table webhook_subscription (
  workspace_id uuid not null,
  flow_id uuid not null,
  state text not null,
  -- What was registered: anything else of it that is wanted later is registered anew.
  connection text not null,
  connector text not null,
  event text not null,
  url text not null,
  secret_hash bytea not null,
  -- The vendor's id of the registration; null while there is none.
  remote_id text,
  problem text,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, flow_id),
  foreign key (workspace_id, flow_id) references flow,
  constraint webhook_subscription_state_is_known check (state in ('making', 'active', 'failed'))
);
