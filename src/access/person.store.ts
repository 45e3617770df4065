/** People and their sessions. The sign-in library reads and writes the same tables (`people-auth.ts`). */
import type { Tx } from '../db/index.ts';
import type { PersonId, SessionId } from '../foundation/index.ts';

export interface NewPerson {
  readonly id: PersonId;
  readonly loginId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
}

export interface PersonRow {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

/** Both rows or none. The library knows a password by the provider `credential` and the person's own id. */
export const sqlInsertPerson = `
with made as (
  insert into person (id, name, email, email_verified) values ($1, $3, $4, true) on conflict (email) do nothing returning id
)
insert into person_login (id, person_id, provider_id, account_id, password)
select $2, id, 'credential', id::text, $5 from made returning 1`;

/** Stores a person who signs in with a password; false when the address has an account. */
export async function insertPerson(tx: Tx, { id, loginId, name, email, passwordHash }: NewPerson): Promise<boolean> {
  return (await tx.query(sqlInsertPerson, [id, loginId, name, email, passwordHash])).length > 0;
}

export const sqlFindPersonByEmail = 'select id, name, email from person where email = $1';

/** The person with this address, in lower case. */
export async function findPersonByEmail(tx: Tx, email: string): Promise<PersonRow | undefined> {
  const [row] = await tx.query<PersonRow>(sqlFindPersonByEmail, [email]);
  return row;
}

/** A session as its person sees it. */
export interface SessionRow {
  readonly id: SessionId;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

export const sqlListSessions = `
select id, created_at as "createdAt", last_used_at as "lastUsedAt", ip_address as "ipAddress", user_agent as "userAgent"
from person_session where person_id = $1 and expires_at > now() order by last_used_at desc, id desc limit $2`;

/** The sessions of a person that are not over, the one that was used last first. */
export function listSessionRows(tx: Tx, personId: PersonId, limit: number): Promise<SessionRow[]> {
  return tx.query<SessionRow>(sqlListSessions, [personId, limit]);
}

/** By person as well as by id: nobody ends the session of another by knowing its id. */
export const sqlDeleteSession = 'delete from person_session where person_id = $1 and id = $2 returning 1';

/** Ends a session; false when the person has none of that id. */
export async function deleteSession(tx: Tx, personId: PersonId, id: SessionId): Promise<boolean> {
  return (await tx.query(sqlDeleteSession, [personId, id])).length > 0;
}

/** Links to set a password anew name the person as their value; a sign-in that is half-way through is begun again. */
export const sqlDeleteResetTokens = 'delete from person_challenge where value = $1';

/** Ends every link by which a person's password could be set anew. */
export async function deleteResetTokens(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query(sqlDeleteResetTokens, [personId]);
}

/** Once a minute is enough, and spares a write for every call. */
export const sqlTouchSession = `
update person_session set last_used_at = now() where id = $1 and last_used_at < now() - interval '1 minute'`;

/** Notes that a session was used. */
export async function touchSession(tx: Tx, id: SessionId): Promise<void> {
  await tx.query(sqlTouchSession, [id]);
}

export const sqlCountPasskeys = 'select count(*)::int as count from person_passkey where person_id = $1';

/** How many passkeys a person has. */
export async function countPasskeys(tx: Tx, personId: PersonId): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sqlCountPasskeys, [personId]);
  return row?.count ?? 0;
}
