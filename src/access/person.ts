/** What is true of a person's name, e-mail address and password before anything is stored. */
import type { PersonId, SessionId, WorkspaceId } from '../foundation/index.ts';
import { fail } from './errors.ts';
import type { Role } from './role.ts';

/** Characters; OWASP and NIST SP 800-63B ask for length and nothing else. */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 256;
/** RFC 5321, 4.5.3.1: longer ones cannot be delivered to. */
const MAX_EMAIL_LENGTH = 254;
const MAX_NAME_LENGTH = 100;
/** Enough to catch what is no address; only a message that arrives proves more. */
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

/** A signed-in person. */
export interface SignedIn {
  readonly id: PersonId;
  readonly sessionId: SessionId;
  readonly name: string;
  readonly email: string;
  readonly hasSecondFactor: boolean;
  /** The workspaces they belong to, by name; may be none. */
  readonly memberships: readonly Membership[];
}

/** A person's place in one workspace. */
export interface Membership {
  readonly workspaceId: WorkspaceId;
  readonly workspaceName: string;
  readonly role: Role;
}

/** What a person gives to begin with. */
export interface PersonDraft {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The address as it is stored: without blanks around it, in lower case. Throws `access.email.malformed`. */
export function readEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= MAX_EMAIL_LENGTH && EMAIL.test(email)) return email;
  throw fail('access.email.malformed');
}

/** Throws `access.password.too_short` or `access.password.too_long`. */
export function checkPassword(password: string): void {
  if (password.length < MIN_PASSWORD_LENGTH) {
    throw fail('access.password.too_short', { context: { least: MIN_PASSWORD_LENGTH } });
  }
  if (password.length > MAX_PASSWORD_LENGTH) {
    throw fail('access.password.too_long', { context: { most: MAX_PASSWORD_LENGTH } });
  }
}

/** The name without blanks around it; throws `access.person.nameless`. */
export function readName(text: string): string {
  const name = text.trim().slice(0, MAX_NAME_LENGTH);
  if (name === '') throw fail('access.person.nameless');
  return name;
}
