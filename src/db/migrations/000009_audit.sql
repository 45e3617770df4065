-- why: who did what to what guards the secrets, and what did not open, is remembered.

create table audit_entry (
  workspace_id uuid not null references workspace,
  id uuid not null,
  at timestamptz not null default now(),
  -- A person or token by name; `holdfast` for what happened by itself.
  actor text not null,
  action text not null,
  subject text not null,
  details text not null default '{}',
  result text not null,
  primary key (workspace_id, id),
  constraint audit_entry_result_is_known check (result in ('done', 'refused', 'failed'))
);
