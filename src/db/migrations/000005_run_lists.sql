-- why: a list of runs takes its first page from an index with every filter, however many finished runs there are, and the
-- charts read a few rows instead of them. The indexes on `run` hold only what is not the ordinary case, so that
-- a run that simply succeeds pays for none of them.

-- What is unfinished or set aside, flow by flow: lists, counts, the oldest of them.
create index run_of_flow_and_state on run (workspace_id, flow_id, state, id) where state not in ('running', 'succeeded');
create index run_of_order_key on run (workspace_id, order_key, id) where order_key is not null;
-- A problem is JSON text that begins with its code; a cast to json could fail on what a vendor said, and with it the write.
create index run_of_code on run (workspace_id, (substring(problem from '^[{]"code":"([^"]+)"')), id) where problem is not null;
create index run_of_flow_and_code on run (workspace_id, flow_id, (substring(problem from '^[{]"code":"([^"]+)"')), id)
  where problem is not null;
-- The links that a run made, for its page.
create index link_of_run on link (workspace_id, run_id);

-- Ended runs by flow and hour. Processes add to it from memory every few seconds.
create table run_tally (
  workspace_id uuid not null references workspace,
  hour timestamptz not null,
  flow_id uuid not null,
  succeeded bigint not null default 0,
  failed bigint not null default 0,
  primary key (workspace_id, hour, flow_id)
);
