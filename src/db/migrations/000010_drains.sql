-- why: after a reconnect held runs go on one behind the other. One process at a time leads them, so that the vendor sees
-- them in the order in which they came, whatever the number of workers.

create table connection_drain (
  workspace_id uuid not null,
  connection_id uuid not null,
  holder text not null,
  expires_at timestamptz not null,
  primary key (workspace_id, connection_id),
  foreign key (workspace_id, connection_id) references connection (workspace_id, id) on delete cascade
);
-- Runs that wait for scopes are found without reading those beside them that wait for others.
create index run_held_for_scopes on run (workspace_id, held_connection_id, coalesce(held_scopes, '{}'::text[]), seq) where state = 'held';
