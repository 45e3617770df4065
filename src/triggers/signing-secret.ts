/** Secrets that deliveries are signed with: made here, or given by the sender. */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { Secret } from '../foundation/index.ts';
import type { TriggerSignature } from '../language/index.ts';

export type SignedKind = Exclude<TriggerSignature['kind'], 'unsigned'>;

const PREFIX = 'whsec_';
/** Standard Webhooks 1.0.0 asks senders for 24 to 64 bytes. */
const MADE_BYTES = 24;
/** A shorter key can be guessed; with an empty one everybody can sign. */
const MIN_KEY_BYTES = 16;
const MAX_KEY_BYTES = 512;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

type SigningKey = { readonly key: Buffer } | { readonly problem: string };

/** A new random secret in the form of Standard Webhooks; for the other kinds the whole text is the key. */
export function makeSigningSecret(): Secret<string> {
  return new Secret(`${PREFIX}${randomBytes(MADE_BYTES).toString('base64')}`);
}

/** A first secret for this way of signing; undefined where only the sender has one to give, or none is used. */
export function makeSecretFor({ kind }: TriggerSignature): Secret<string> | undefined {
  if (kind === 'unsigned' || kind === 'public_key') return undefined;
  if (kind !== 'basic') return makeSigningSecret();
  return new Secret(`holdfast:${randomBytes(MADE_BYTES).toString('base64url')}`);
}

/** The bytes that the HMAC takes, or what is wrong with the secret, as the end of a sentence. */
export function signingKeyOf(kind: Exclude<SignedKind, 'public_key'>, secret: Secret<string>): SigningKey {
  const text = secret.reveal();
  if (kind === 'basic' && !/^[^:]+:/.test(text))
    return { problem: 'it is not a name and a password with ":" between them' };
  if (kind !== 'standard_webhooks') return checkLength(Buffer.from(text, 'utf8'));
  const encoded = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
  if (!BASE64.test(encoded)) return { problem: `it is not base64 after "${PREFIX}"` };
  return checkLength(Buffer.from(encoded, 'base64'));
}

/** The sender's public key, as PEM or as the base64 of its DER form, or what is wrong with it, as the end of a sentence. */
export function publicKeyOf(
  algorithm: 'ecdsa_sha256' | 'ed25519',
  secret: Secret<string>,
): { readonly key: KeyObject } | { readonly problem: string } {
  const wanted = algorithm === 'ed25519' ? 'ed25519' : 'ec';
  try {
    const text = secret.reveal().trim();
    const key = text.startsWith('-----BEGIN PUBLIC KEY-----')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === wanted ? { key } : { problem: `it is not a public key of the kind ${wanted}` };
  } catch {
    return { problem: 'it is not a public key, as PEM or in base64' };
  }
}

/** What is wrong with a secret for this way of signing, as the end of a sentence; undefined when nothing is. */
export function secretProblem(
  signature: Exclude<TriggerSignature, { kind: 'unsigned' }>,
  secret: Secret<string>,
): string | undefined {
  const read =
    signature.kind === 'public_key' ? publicKeyOf(signature.algorithm, secret) : signingKeyOf(signature.kind, secret);
  return 'problem' in read ? read.problem : undefined;
}

function checkLength(key: Buffer): SigningKey {
  if (key.length < MIN_KEY_BYTES) return { problem: `it has fewer than ${MIN_KEY_BYTES} bytes` };
  if (key.length > MAX_KEY_BYTES) return { problem: `it has more than ${MAX_KEY_BYTES} bytes` };
  return { key };
}
