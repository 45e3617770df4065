import { isObject, type JsonObject, type JsonValue, makeObject, ownValue, type Problem } from '../foundation/index.ts';
import type { CredentialKind } from './credential.ts';
import type { CredentialField } from './credential-field.ts';
import { type CONNECTIONS_ERRORS, fail } from './errors.ts';

type Code = keyof typeof CONNECTIONS_ERRORS;
type Context = Readonly<Record<string, string>>;

/** A credential while it is read: what was given, what of it is good, and what is wrong with the rest. */
export class CredentialReading {
  readonly connector: string;
  readonly kind: CredentialKind;
  readonly given: JsonObject;
  /** Of the fields that were found good, and of nothing else. */
  readonly credential: JsonObject = makeObject();
  readonly problems: Problem[] = [];

  constructor(told: { readonly connector: string; readonly kind: CredentialKind; readonly given: JsonObject }) {
    this.connector = told.connector;
    this.kind = told.kind;
    this.given = told.given;
  }

  /** A problem of the error table at a place in the credential. */
  static problem(code: Code, pointer: string, context: Context): Problem {
    const { publicMessage: message, fix } = fail(code, { context });
    return { pointer, code, message, fix };
  }

  /** What was given for a field; null counts as not given. */
  valueOf(name: string): JsonValue | undefined {
    let value: JsonValue | undefined = this.given;
    for (const part of name.split('.')) value = isObject(value) ? ownValue(value, part) : undefined;
    return value === null ? undefined : value;
  }

  /** Puts a good value where the field stands. */
  keep(name: string, value: JsonValue): void {
    const path = name.split('.');
    const last = path.pop() as string;
    let owner = this.credential;
    for (const part of path) {
      owner[part] ??= makeObject();
      owner = owner[part] as JsonObject;
    }
    owner[last] = value;
  }

  /** Notes a problem of the field. */
  tell(code: Code, name: string, context: Context): void {
    const pointer = `/${name.split('.').map(escapePointer).join('/')}`.slice(0, 300);
    this.problems.push(CredentialReading.problem(code, pointer, context));
  }

  tellMissing({ name, title }: Pick<CredentialField, 'name' | 'title'>): void {
    this.tell('connections.credential.field_missing', name, { field: name, title, connector: this.connector });
  }

  tellWrong({ name, title }: Pick<CredentialField, 'name' | 'title'>, allowed: string): void {
    this.tell('connections.credential.field_wrong', name, { field: name, title, allowed });
  }
}

/** RFC 6901, 3. */
function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
