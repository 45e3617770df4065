-- why: a key of its own for every owner of secrets, wrapped by the key-encryption key. Rotating that one rewrites these few
-- small rows and no secret, so it may stop and go on at any time while everything runs.

create table data_key (
  workspace_id uuid not null,
  owner_id uuid not null,
  number integer not null,
  -- What wraps it: tells which key-encryption key opens it, and when an old one is needed by nobody any more.
  kek_id text not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  wrapped_at timestamptz not null default now(),
  primary key (workspace_id, owner_id, number)
);
create index data_key_by_kek on data_key (kek_id);

-- Secrets of the installation itself, sealed like any other: the canary that proves the key at the start, the secret of
-- sign-in. They belong to no workspace.
create table installation_secret (
  name text primary key,
  sealed bytea not null
);

-- The rotation that was begun last. A process goes on with one that is not ended only when its own present key is the one
-- that was rotated to: one that still has the key of before must not turn anything back.
create table key_rotation (
  is_only boolean primary key default true check (is_only),
  kek_id text not null,
  begun_at timestamptz not null default now(),
  ended_at timestamptz
);
