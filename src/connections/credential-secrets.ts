/** The secret fields of a credential: which there are, which of them lie elsewhere, and the credential with all of them read. */
import type { Secret, WorkspaceId } from '../foundation/index.ts';
import type { Credential, ResolvedCredential, SecretReference, SecretText } from './credential.ts';
import { isPrivateKey } from './private-key.ts';

/** Reads what a reference names; `SecretSources` is one. */
export interface ReferenceReader {
  resolve(reference: string, context: ResolveContext): Promise<Secret<string>>;
  /** Throws when the reference cannot be used here, without reading it. */
  check(reference: string, workspaceId: WorkspaceId): void;
}

export interface ResolveContext {
  readonly workspaceId: WorkspaceId;
  /** Read anew, because the vendor has just refused what was read before. */
  readonly isFresh?: boolean;
}

/** The credential with a text in every secret field; the same object where there is no reference. Throws `connections.reference.*`. */
export async function resolveCredential(
  credential: Credential,
  reader: ReferenceReader,
  context: ResolveContext,
): Promise<ResolvedCredential> {
  const references = [...new Set(referencesOf(credential).map((entry) => entry.reference))];
  const texts = new Map<string, string>();
  await Promise.all(
    references.map(async (reference) => {
      texts.set(reference, (await reader.resolve(reference, context)).reveal());
    }),
  );
  return mapSecrets(credential, (value) => (isReference(value) ? (texts.get(value.reference) as string) : value));
}

/** Where secrets of the credential lie outside of it: the path of the field, and the reference. */
export function referencesOf(
  credential: Credential,
): readonly { readonly field: string; readonly reference: string }[] {
  return secretFields(credential).flatMap(([field, value]) =>
    isReference(value) ? [{ field, reference: value.reference }] : [],
  );
}

/**
 * The texts that must never be seen in a record of a call, in the forms they are sent. A private key is not among them: no
 * other side can know it, and a text of that length makes every search of every answer slow.
 */
export function secretsOf(credential: ResolvedCredential): readonly string[] {
  const secrets = secretFields(credential).flatMap(([, value]) => (isPrivateKey(value) ? [] : [value]));
  switch (credential.kind) {
    case 'api_key':
    case 'bearer':
    case 'hmac':
      return [...new Set(secrets.flatMap(withParts))];
    case 'basic':
      return secretsOfBasic(credential.username, credential.password);
    case 'oauth2': {
      const { id, secret } = credential.client ?? {};
      return id === undefined || secret === undefined ? secrets : [...secrets, encodeBasic(id, secret)];
    }
    default:
      return secrets;
  }
}

/** Shorter parts are names of schemes and the like. */
const MIN_PART = 8;
const MAX_PARTS = 50;
/** `Token abc`, `Token token="abc"`, `ApiKey user:abc`: what a vendor may repeat of each, with and without the last split. */
const PART_SEPARATORS = [/\s+/, /[\s"',;=]+/, /[\s:]+/, /[\s"',;=:]+/];

/** A secret with the parts of it that a vendor may repeat alone, because a scheme or a name was typed before them. */
function withParts(secret: string): readonly string[] {
  const parts = PART_SEPARATORS.flatMap((separator) => secret.split(separator, MAX_PARTS));
  return [secret, ...parts.filter((part) => part.length >= MIN_PART)];
}

/** Interfaces that take a key as the user name want any password with it, which is a short one then. */
const SHORT_PASSWORD = 8;

function secretsOfBasic(username: string, password: string): readonly string[] {
  const secrets = [password, encodeBasic(username, password)];
  return password.length < SHORT_PASSWORD ? [...secrets, username] : secrets;
}

/** RFC 7617, 2.1: UTF-8 as the encoding that vendors agree on. */
export function encodeBasic(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}

/** True for what names a secret instead of being one. */
export function isReference(value: SecretText): value is SecretReference {
  return typeof value !== 'string';
}

type Field<S> = readonly [path: string, value: S];

/** Every secret that the credential has, with the path of its field. */
function secretFields<S extends SecretText>(credential: Credential<S>): readonly Field<S>[] {
  const fields: Field<S>[] = [];
  mapSecrets(credential, (value, path) => {
    fields.push([path, value]);
    return value;
  });
  return fields;
}

/** The one place that knows which fields of a credential are secret. */
function mapSecrets<S, T>(credential: Credential<S>, change: (value: S, path: string) => T): Credential<T> {
  switch (credential.kind) {
    case 'none':
      return credential;
    case 'api_key':
      return { ...credential, key: change(credential.key, 'key') };
    case 'bearer':
      return { ...credential, token: change(credential.token, 'token') };
    case 'basic':
      return { ...credential, password: change(credential.password, 'password') };
    case 'hmac':
      return { ...credential, secret: change(credential.secret, 'secret') };
    case 'mtls':
      return mapFields(credential, ['privateKey', 'passphrase'], change) as Credential<T>;
    case 'aws_sigv4':
      return mapFields(credential, ['secretAccessKey', 'sessionToken'], change) as Credential<T>;
    case 'oauth2':
      return {
        ...credential,
        ...(credential.client === undefined ? {} : { client: mapPart('client', credential.client, change) }),
        ...(credential.jwt === undefined ? {} : { jwt: mapPart('jwt', credential.jwt, change) }),
      } as Credential<T>;
  }
}

function mapPart<S, T>(part: string, owner: object, change: (value: S, path: string) => T): object {
  return mapFields(owner, ['secret', 'privateKey'], (value: S, name) => change(value, `${part}.${name}`));
}

function mapFields<S, T>(owner: object, names: readonly string[], change: (value: S, path: string) => T): object {
  const present = names.filter((name) => Object.hasOwn(owner, name));
  const values = owner as Readonly<Record<string, S>>;
  return { ...owner, ...Object.fromEntries(present.map((name) => [name, change(values[name] as S, name)])) };
}
