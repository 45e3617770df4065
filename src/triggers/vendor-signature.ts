/**
 * The ways in which vendors prove their deliveries beside Standard Webhooks: HMACs over texts of their own making, the
 * secret itself, a password, and a public key. What is not well formed is refused before anything is computed.
 */
import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import type { Secret } from '../foundation/index.ts';
import type { HmacSignature, TriggerSignature } from '../language/index.ts';
import { type RequestHeaders, readHeader } from './request-headers.ts';
import { bodyText, type SignedSource, signedText } from './signed-text.ts';
import { publicKeyOf, signingKeyOf } from './signing-secret.ts';

export type VendorSignature = Extract<TriggerSignature, { kind: 'hmac' | 'token' | 'basic' | 'public_key' }>;

/** What was read of a delivery: what it claims, or why it cannot be judged. */
export type VendorVerdict =
  /** Which of the secrets fits; -1: none. */
  { readonly fits: number; readonly signedAtMs?: number } | { readonly refusal: 'missing' | 'malformed' | 'no_secret' };

/** A sender in rotation signs twice; more is allowed, but every entry costs a comparison. */
const MAX_SIGNATURES = 16;
const DIGITS = /^(?:0|[1-9]\d{0,15})$/;
/** From here on a count of seconds would be in the year 5138: the sender counts milliseconds. */
const LEAST_MILLISECONDS = 100_000_000_000;
const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const;

/** Judges a delivery against every live secret; the time is told and judged by whoever asks. */
export function judgeVendorSignature(
  settings: VendorSignature,
  source: SignedSource,
  secrets: readonly Secret<string>[],
): VendorVerdict {
  switch (settings.kind) {
    case 'hmac':
      return judgeHmac(settings, source, secrets);
    case 'token':
      return judgeToken(settings, source, secrets);
    case 'basic':
      return judgeBasic(source.headers, secrets);
    case 'public_key':
      return judgePublicKey(settings, source, secrets);
  }
}

interface Claim {
  readonly signatures: readonly string[];
  readonly timestamp: string | undefined;
}

function judgeHmac(settings: HmacSignature, source: SignedSource, secrets: readonly Secret<string>[]): VendorVerdict {
  const keys = usable(secrets, (secret) => signingKeyOf('hmac', secret));
  if (keys.length === 0) return { refusal: 'no_secret' };
  const claim = readClaim(settings, source);
  if ('refusal' in claim) return claim;
  const signedAtMs = instantOf(claim.timestamp, settings.timestampUnit);
  if (signedAtMs === 'malformed' || !claim.signatures.every((text) => isDigest(text, settings)))
    return { refusal: 'malformed' };
  const text = signedText(settings.signed, source, claim.timestamp);
  if (text === undefined) return { refusal: 'missing' };
  const fit = keys.find(({ key }) => {
    const digest = createHmac(settings.algorithm, key).update(text).digest();
    return claim.signatures.some((signature) => isEqual(Buffer.from(signature, settings.encoding), digest));
  });
  return { fits: fit?.index ?? -1, ...(signedAtMs === undefined ? {} : { signedAtMs }) };
}

function readClaim(settings: HmacSignature, source: SignedSource): Claim | { refusal: 'missing' | 'malformed' } {
  const { header, prefix = '', list, timestampHeader } = settings;
  const given = header.startsWith('body:')
    ? asReading(bodyText(source.rawBody, header.slice('body:'.length)))
    : readHeader(source.headers, header.toLowerCase());
  const time = timestampHeader === undefined ? undefined : readHeader(source.headers, timestampHeader.toLowerCase());
  if (given.kind === 'several' || time?.kind === 'several') return { refusal: 'malformed' };
  if (given.kind === 'none' || time?.kind === 'none') return { refusal: 'missing' };
  if (list !== undefined) return readList(given.value, list, time?.value);
  if (!given.value.startsWith(prefix)) return { refusal: 'malformed' };
  return { signatures: [given.value.slice(prefix.length)], timestamp: time?.value };
}

/** A header such as `t=1795500000,v1=abc,v1=def`; names that are not ours are passed over. */
function readList(
  text: string,
  list: NonNullable<HmacSignature['list']>,
  headerTime: string | undefined,
): Claim | { refusal: 'missing' | 'malformed' } {
  const entries = text.split(list.separator).map((entry) => entry.trim());
  const named = (name: string): string[] =>
    entries.filter((entry) => entry.startsWith(`${name}=`)).map((entry) => entry.slice(name.length + 1));
  const signatures = named(list.signature);
  const times = list.timestamp === undefined ? [] : named(list.timestamp);
  if (signatures.length === 0 || (list.timestamp !== undefined && times.length === 0)) return { refusal: 'missing' };
  if (signatures.length > MAX_SIGNATURES || times.length > 1) return { refusal: 'malformed' };
  return { signatures, timestamp: times[0] ?? headerTime };
}

function judgeToken(
  settings: Extract<VendorSignature, { kind: 'token' }>,
  source: SignedSource,
  secrets: readonly Secret<string>[],
): VendorVerdict {
  const keys = usable(secrets, (secret) => signingKeyOf('token', secret));
  if (keys.length === 0) return { refusal: 'no_secret' };
  const given = tokenOf(settings, source);
  if (given.kind !== 'one') return { refusal: given.kind === 'several' ? 'malformed' : 'missing' };
  const { prefix = '' } = settings;
  if (!given.value.startsWith(prefix)) return { refusal: 'malformed' };
  return { fits: fitting(keys, Buffer.from(given.value.slice(prefix.length), 'utf8')) };
}

type Reading = ReturnType<typeof readHeader>;

function tokenOf(settings: Extract<VendorSignature, { kind: 'token' }>, source: SignedSource): Reading {
  if (settings.in === 'header') return readHeader(source.headers, settings.name.toLowerCase());
  if (settings.in === 'body') return asReading(bodyText(source.rawBody, settings.name));
  const query = source.target.path.split('?')[1] ?? '';
  const values = new URLSearchParams(query).getAll(settings.name);
  return values.length > 1 ? { kind: 'several' } : asReading(values[0]);
}

function asReading(value: string | undefined): Reading {
  return value === undefined || value === '' ? { kind: 'none' } : { kind: 'one', value };
}

/** RFC 7617: the scheme in any case, then base64 of name and password. */
const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

function judgeBasic(headers: RequestHeaders, secrets: readonly Secret<string>[]): VendorVerdict {
  const keys = usable(secrets, (secret) => signingKeyOf('basic', secret));
  if (keys.length === 0) return { refusal: 'no_secret' };
  const given = readHeader(headers, 'authorization');
  if (given.kind !== 'one') return { refusal: given.kind === 'several' ? 'malformed' : 'missing' };
  const encoded = BASIC.exec(given.value)?.[1];
  return encoded === undefined ? { refusal: 'malformed' } : { fits: fitting(keys, Buffer.from(encoded, 'base64')) };
}

function judgePublicKey(
  settings: Extract<VendorSignature, { kind: 'public_key' }>,
  source: SignedSource,
  secrets: readonly Secret<string>[],
): VendorVerdict {
  const keys = usable(secrets, (secret) => publicKeyOf(settings.algorithm, secret));
  if (keys.length === 0) return { refusal: 'no_secret' };
  const { header, timestampHeader, encoding } = settings;
  const claim = readHeader(source.headers, header.toLowerCase());
  const time = timestampHeader === undefined ? undefined : readHeader(source.headers, timestampHeader.toLowerCase());
  if (claim.kind === 'several' || time?.kind === 'several') return { refusal: 'malformed' };
  if (claim.kind === 'none' || time?.kind === 'none') return { refusal: 'missing' };
  const signedAtMs = instantOf(time?.value, undefined);
  if (signedAtMs === 'malformed') return { refusal: 'malformed' };
  const text = Buffer.concat([Buffer.from(time?.value ?? '', 'utf8'), source.rawBody]);
  const signature = Buffer.from(claim.value, encoding);
  const digest = settings.algorithm === 'ed25519' ? null : 'sha256';
  const fit = keys.find(({ key }) => verify(digest, text, key, signature));
  return { fits: fit?.index ?? -1, ...(signedAtMs === undefined ? {} : { signedAtMs }) };
}

type ReadKey<T> = { readonly key: T } | { readonly problem: string };

/** The secrets that are keys, each with its place among the live ones. */
function usable<T>(
  secrets: readonly Secret<string>[],
  read: (secret: Secret<string>) => ReadKey<T>,
): readonly { readonly index: number; readonly key: T }[] {
  return secrets.flatMap((secret, index) => {
    const found = read(secret);
    return 'key' in found ? [{ index, key: found.key }] : [];
  });
}

function fitting(keys: readonly { readonly index: number; readonly key: Buffer }[], given: Buffer): number {
  return keys.find(({ key }) => isEqual(key, given))?.index ?? -1;
}

/** In constant time for texts of equal length; the length is no secret. */
function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function isDigest(text: string, { algorithm, encoding }: HmacSignature): boolean {
  const bytes = DIGEST_BYTES[algorithm];
  if (encoding === 'hex') return text.length === bytes * 2 && /^[0-9a-fA-F]+$/.test(text);
  return text.length === Math.ceil(bytes / 3) * 4 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function instantOf(text: string | undefined, unit: 's' | 'ms' | undefined): number | 'malformed' | undefined {
  if (text === undefined) return undefined;
  if (!DIGITS.test(text)) return 'malformed';
  const count = Number(text);
  const isMilliseconds = unit === undefined ? count >= LEAST_MILLISECONDS : unit === 'ms';
  return isMilliseconds ? count : count * 1_000;
}
