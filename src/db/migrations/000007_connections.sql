-- why: authorisations that renew themselves. A token is renewed by whoever claims it first; the claim is committed before
-- anything is sent, and whatever is stored afterwards carries the version it was claimed at.

alter table connection
  -- Who made or last reconnected it, and so is told when it breaks; null: the owners of the workspace are.
  add column owner_id uuid references person on delete set null,
  add column provider text,
  -- How tokens are obtained; null: it does not sign in by OAuth.
  add column oauth_grant text,
  -- As whom it is connected, in the vendor's words.
  add column account text,
  -- null: the scheme knows no scopes.
  add column granted_scopes text[],
  -- When what the connection stands on ends by itself: a refresh token, a certificate.
  add column expires_at timestamptz,
  -- Whose move it is when a reconnect is needed: the person's who owns the account, or the operator's of the OAuth app.
  add column problem_side text,
  add column problem_since timestamptz,
  -- The vendor could not be asked at the last look; says nothing about the credential.
  add column verify_problem text,
  add column verify_due_at timestamptz not null default now() + interval '1 day',
  -- Held runs that go on in one second after a reconnect.
  add column drain_per_second real not null default 20,
  add column revoked_at timestamptz,
  -- Fields of the credential that name where a secret lies, such as `key: env:NAME`; no part of any secret.
  add column secret_references text[] not null default '{}',
  add constraint connection_grant_is_known check (oauth_grant in ('authorization_code', 'client_credentials', 'jwt_bearer')),
  add constraint connection_problem_side_is_known check (problem_side in ('account', 'app')),
  add constraint connection_drains_at_some_rate check (drain_per_second > 0 and drain_per_second <= 1000);
create index connection_verify_due on connection (verify_due_at) where state = 'active';

create table connection_token (
  workspace_id uuid not null,
  connection_id uuid not null,
  -- Fences whoever renews: stored only where the version is still the one that was claimed.
  version bigint not null default 1,
  sealed_tokens bytea not null,
  obtained_at timestamptz not null default now(),
  -- null: the access token does not expire.
  expires_at timestamptz,
  -- Ahead of the expiry, by a margin and some chance; null: there is nothing to renew with.
  refresh_due_at timestamptz,
  -- Committed before the request is sent (F67); who dies in between leaves it behind.
  refresh_started_at timestamptz,
  refresh_holder text,
  refresh_count bigint not null default 0,
  -- Renewals that failed in a row without an answer about the token.
  failure_count integer not null default 0,
  failure text,
  primary key (workspace_id, connection_id),
  foreign key (workspace_id, connection_id) references connection (workspace_id, id) on delete cascade
);
create index connection_token_due on connection_token (refresh_due_at) where refresh_due_at is not null;

-- A consent under way: from the redirect to the provider until its answer. Used once.
create table authorization_request (
  workspace_id uuid not null references workspace,
  id uuid not null,
  state_hash bytea not null,
  -- The browser that began it carries what this is the hash of (F73).
  binding_hash bytea not null,
  person_id uuid references person on delete cascade,
  -- The connection that is reconnected; null: a new one.
  connection_id uuid,
  connection_name text not null,
  -- What is to be made, with the secrets of the OAuth app and the PKCE verifier.
  sealed_draft bytea not null,
  state text not null default 'pending',
  problem text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- The answer of the provider has come: no second one counts, whatever came of the first.
  answered_at timestamptz,
  primary key (workspace_id, id),
  constraint authorization_request_state_is_known check (state in ('pending', 'done', 'failed'))
);
create index authorization_request_by_state on authorization_request (state_hash);
create index authorization_request_expired on authorization_request (expires_at);

-- A page for the person who owns the account: no sign-in, short-lived, used once.
create table connect_link (
  workspace_id uuid not null references workspace,
  id uuid not null,
  token_hash bytea not null,
  connection_id uuid,
  connection_name text not null,
  sealed_draft bytea not null,
  created_by text not null,
  owner_id uuid references person on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id)
);
create index connect_link_by_token on connect_link (token_hash);

alter table run
  -- What the connection has to be granted before a held run may go on; null: that it works is enough.
  add column held_scopes text[];
