/** The sources of secrets, each as a function that reads one place of it. */
import { isAppError, isObject, type JsonObject, ownValue, parseJson } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import { type AwsAccess, callAws, callHashicorp, type HashicorpAccess } from '../vault/index.ts';
import { fail } from './errors.ts';
import type { SecretReader } from './secret-sources.ts';

type Sender = Pick<HttpSender, 'send'>;

/** A file of secrets as it was found. */
export type FoundSecretFile =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly path: string; readonly reason: string }
  /** It is no secret of a vendor: Holdfast itself, or the platform, keeps it there. */
  | { readonly kind: 'reserved'; readonly path: string };

/** The folder in which secrets lie as files, such as the one that Docker and Kubernetes put them into. */
export interface SecretFolder {
  readonly path: string;
  /** Reads a file below the folder; one that lies elsewhere by a link is refused. */
  read(name: string): Promise<FoundSecretFile>;
}

/** Reads variables; `readVariable` gives undefined for one that is not set. */
export function environmentReader(readVariable: (name: string) => string | undefined): SecretReader {
  return async (name, reference) => {
    const text = readVariable(name);
    if (text !== undefined) return text;
    throw notFound(reference, 'Holdfast was started without that variable');
  };
}

/** Reads files below a folder, without the line break that most editors put at the end. */
export function fileReader(folder: SecretFolder): SecretReader {
  return async (name, reference) => {
    const found = await folder.read(name);
    if (found.kind === 'found') return found.text.replace(/\r?\n$/, '');
    if (found.kind === 'missing') throw notFound(reference, `there is no such file in ${folder.path}`);
    if (found.kind === 'reserved') {
      throw fail('connections.reference.reserved', { context: { reference, path: found.path } });
    }
    const { path, reason } = found;
    throw fail('connections.reference.denied', { context: { reference, path, reason, folder: folder.path } });
  };
}

/** Reads fields of secrets in a key/value store, version 2, of HashiCorp Vault or OpenBao. */
export function keyValueReader(sender: Sender, access: HashicorpAccess): SecretReader {
  return async (place, reference) => {
    const [path, field] = splitPlace(place);
    const [mount, ...rest] = path.split('/');
    const answer = await callHashicorp(sender, access, {
      path: `${mount}/data/${rest.join('/')}`,
      capability: 'read',
    });
    // A version that was deleted has no data, and a store of version 1 has no `data` inside.
    const secret = ownValue(answer, 'data');
    if (isObject(secret)) return memberOf(secret, field as string, reference);
    throw notFound(reference, 'there is no living version of that secret, or the store is not of version 2');
  };
}

/** Reads secrets of AWS Secrets Manager: the whole text, or one member of one that is JSON. */
export function secretsManagerReader(sender: Sender, access: AwsAccess): SecretReader {
  return async (place, reference) => {
    const [name, member] = splitPlace(place);
    const answer = await callAws(sender, access, {
      service: 'secretsmanager',
      target: 'secretsmanager.GetSecretValue',
      action: 'secretsmanager:GetSecretValue',
      resource: policyResource(name, access.region),
      body: { SecretId: name },
    });
    const text = textOf(answer);
    if (text === undefined) throw notFound(reference, 'the secret holds no text');
    return member === undefined ? text : memberOf(asObject(text, reference), member, reference);
  };
}

function splitPlace(place: string): readonly [path: string, member: string | undefined] {
  const hash = place.indexOf('#');
  return hash < 0 ? [place, undefined] : [place.slice(0, hash), place.slice(hash + 1)];
}

/** As a policy has it: AWS puts six random characters behind the name. */
function policyResource(name: string, region: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:secretsmanager:${region}:*:secret:${name}-??????`;
}

/** A binary secret is taken when it is text in truth, such as a key in PEM. */
function textOf({ SecretString: text, SecretBinary: binary }: JsonObject): string | undefined {
  if (typeof text === 'string') return text;
  if (typeof binary !== 'string') return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(binary, 'base64'));
  } catch {
    return undefined;
  }
}

function asObject(text: string, reference: string): JsonObject {
  try {
    const value = parseJson(text);
    if (isObject(value)) return value;
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  throw notFound(reference, 'the secret is no JSON object, so it has no members');
}

function memberOf(secret: JsonObject, name: string, reference: string): string {
  const value = ownValue(secret, name);
  if (typeof value === 'string') return value;
  throw notFound(reference, `the secret there has no text named "${name.slice(0, 100)}"`);
}

function notFound(reference: string, reason: string): Error {
  return fail('connections.reference.not_found', { context: { reference, reason } });
}
