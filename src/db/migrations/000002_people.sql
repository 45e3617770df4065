-- why: people, beside API tokens. The tables from person to sign_in_rate are read and written by the sign-in library, so
-- their columns are its own; a person belongs to the installation and not to a workspace, hence no workspace_id. What
-- people may do stands in workspace_member. Everything that lets somebody in is stored as a hash, or is useless without
-- a key that is not in the database (session tokens are signed, second factors are encrypted).

create table person (
  id uuid primary key,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint person_email_is_unique unique (email),
  -- Two spellings of one address are one person.
  constraint person_email_is_lower_case check (email = lower(email))
);

create table person_session (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  token text not null,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  constraint person_session_token_is_unique unique (token)
);
create index person_session_of_person on person_session (person_id);

create table person_login (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint person_login_is_unique unique (provider_id, account_id)
);
create index person_login_of_person on person_login (person_id);

create table person_challenge (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index person_challenge_by_identifier on person_challenge (identifier);

create table person_second_factor (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamptz,
  constraint person_second_factor_of_person unique (person_id)
);

create table person_passkey (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz default now(),
  constraint person_passkey_credential_is_unique unique (credential_id)
);
create index person_passkey_of_person on person_passkey (person_id);

create table sign_in_rate (
  id uuid primary key,
  key text not null,
  count integer not null,
  last_request bigint not null,
  constraint sign_in_rate_key_is_unique unique (key)
);

-- Tries per account, whatever addresses they come from. A hash, so that a mistyped address or a password typed into the
-- wrong field is not kept.
create table sign_in_try (
  email_hash bytea primary key,
  count integer not null,
  since timestamptz not null default now()
);

create table workspace_member (
  workspace_id uuid not null references workspace,
  person_id uuid not null references person on delete cascade,
  role text not null,
  joined_at timestamptz not null default now(),
  primary key (workspace_id, person_id),
  constraint workspace_member_role_is_known check (role in ('owner', 'builder', 'operator', 'viewer'))
);
create index workspace_member_by_person on workspace_member (person_id);

create table invitation (
  workspace_id uuid not null references workspace,
  id uuid not null,
  token_hash bytea not null,
  email text not null,
  role text not null,
  invited_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  constraint invitation_email_is_lower_case check (email = lower(email)),
  constraint invitation_role_is_known check (role in ('owner', 'builder', 'operator', 'viewer'))
);
-- Whoever opens an invitation shows only its token, which names the workspace.
create index invitation_by_token on invitation (token_hash);

create table set_up_link (
  token_hash bytea primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

-- Tokens from before roles could do everything.
alter table api_token add column role text not null default 'owner';
alter table api_token alter column role drop default;
alter table api_token add constraint api_token_role_is_known check (role in ('owner', 'builder', 'operator', 'viewer'));
-- The first characters of the token, so that people can tell which one it is; unknown for those from before.
alter table api_token add column prefix text not null default '';
alter table api_token alter column prefix drop default;
alter table api_token add column last_used_at timestamptz;
