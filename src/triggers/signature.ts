/**
 * Is this delivery from whoever shares the secret with us, and fresh? Standard Webhooks 1.0.0, and HMAC-SHA256 in the
 * forms that vendors have. Always over the raw bytes: JSON that was read and written again is another text.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../foundation/index.ts';
import type { TriggerSignature } from '../language/index.ts';
import { type RequestHeaders, readHeader } from './request-headers.ts';
import type { RequestTarget } from './signed-text.ts';
import { signingKeyOf } from './signing-secret.ts';
import { judgeVendorSignature, type VendorSignature } from './vendor-signature.ts';

/** How far the signed time may be from ours, in either direction. */
export const SIGNATURE_TOLERANCE_MS = 5 * 60_000;

/** Beyond `refused`, the sender learns only `outside_window` and `no_secret`; the rest is for the log. */
export type SignatureRefusal = 'missing' | 'malformed' | 'mismatch' | 'outside_window' | 'no_secret';

type SignatureVerdict =
  | { readonly kind: 'unsigned' }
  /** `secretIndex` says which of the secrets fits. */
  | { readonly kind: 'valid'; readonly secretIndex: number }
  | { readonly kind: 'refused'; readonly code: SignatureRefusal };

export interface SignedInput {
  readonly headers: RequestHeaders;
  readonly rawBody: Uint8Array;
  readonly target: RequestTarget;
  /** The newest first; during a rotation there are two. */
  readonly secrets: readonly Secret<string>[];
  readonly nowMs: number;
  readonly toleranceMs: number;
}

type GenericHmac = Extract<TriggerSignature, { kind: 'hmac_sha256' }>;

/** What the headers claim: that `lead` and the body, signed with the secret, give one of `signatures`. */
interface Claim {
  readonly lead: string;
  readonly encoding: 'hex' | 'base64';
  readonly signatures: readonly string[];
  /** Absent where the sender signs no time. */
  readonly signedAtMs?: number;
}

/** No full stop: with one in it, the same signed text could be read as another id with another body. */
const MESSAGE_ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/;
const SECONDS = /^(?:0|[1-9]\d{0,10})$/;
const MILLISECONDS = /^[1-9]\d{12}$/;
const HEX_SHA256 = /^[0-9a-fA-F]{64}$/;
const BASE64_SHA256 = /^[A-Za-z0-9+/]{43}=$/;
/** A sender in rotation signs twice; more is allowed, but every entry costs a comparison. */
const MAX_SIGNATURES = 16;

/** Verifies a delivery against every live secret. Without a secret a signed trigger refuses everything. */
export function verifySignature(settings: TriggerSignature, input: SignedInput): SignatureVerdict {
  if (settings.kind === 'unsigned') return { kind: 'unsigned' };
  if (settings.kind !== 'standard_webhooks' && settings.kind !== 'hmac_sha256') return verifyVendor(settings, input);
  const keys = usableKeys(settings.kind, input.secrets);
  if (keys.length === 0) return refused('no_secret');
  const claim =
    settings.kind === 'standard_webhooks' ? readStandard(input.headers) : readGeneric(settings, input.headers);
  if (typeof claim === 'string') return refused(claim);
  if (claim.signedAtMs !== undefined && Math.abs(input.nowMs - claim.signedAtMs) > input.toleranceMs) {
    return refused('outside_window');
  }
  const match = keys.find(({ key }) => fits(claim, key, input.rawBody));
  return match === undefined ? refused('mismatch') : { kind: 'valid', secretIndex: match.index };
}

function verifyVendor(settings: VendorSignature, input: SignedInput): SignatureVerdict {
  const verdict = judgeVendorSignature(settings, input, input.secrets);
  if ('refusal' in verdict) return refused(verdict.refusal);
  const { fits, signedAtMs } = verdict;
  if (signedAtMs !== undefined && Math.abs(input.nowMs - signedAtMs) > input.toleranceMs)
    return refused('outside_window');
  return fits === -1 ? refused('mismatch') : { kind: 'valid', secretIndex: fits };
}

function usableKeys(
  kind: 'standard_webhooks' | 'hmac_sha256',
  secrets: readonly Secret<string>[],
): { index: number; key: Buffer }[] {
  return secrets.flatMap((secret, index) => {
    const read = signingKeyOf(kind, secret);
    return 'key' in read ? [{ index, key: read.key }] : [];
  });
}

function readStandard(headers: RequestHeaders): Claim | 'missing' | 'malformed' {
  const id = readHeader(headers, 'webhook-id');
  const timestamp = readHeader(headers, 'webhook-timestamp');
  const signature = readHeader(headers, 'webhook-signature');
  if (id.kind !== 'one' || timestamp.kind !== 'one' || signature.kind !== 'one')
    return lacking(id, timestamp, signature);
  const signatures = readSignatureList(signature.value);
  if (!MESSAGE_ID.test(id.value) || !SECONDS.test(timestamp.value) || signatures === undefined) return 'malformed';
  return {
    lead: `${id.value}.${timestamp.value}.`,
    encoding: 'base64',
    signatures,
    signedAtMs: Number(timestamp.value) * 1_000,
  };
}

/** The `v1` entries of `v1,<base64> v1a,<base64> …`; versions that we do not know are passed over, as the standard has it. */
function readSignatureList(header: string): readonly string[] | undefined {
  const entries = header.split(' ').filter((entry) => entry !== '');
  if (entries.length > MAX_SIGNATURES) return undefined;
  const signatures = entries.filter((entry) => entry.startsWith('v1,')).map((entry) => entry.slice('v1,'.length));
  return signatures.every((signature) => BASE64_SHA256.test(signature)) ? signatures : undefined;
}

function readGeneric(settings: GenericHmac, headers: RequestHeaders): Claim | 'missing' | 'malformed' {
  const header = readHeader(headers, settings.header.toLowerCase());
  if (header.kind !== 'one') return lacking(header);
  const prefix = settings.prefix ?? '';
  const text = header.value.slice(prefix.length);
  const isWellFormed = (settings.encoding === 'hex' ? HEX_SHA256 : BASE64_SHA256).test(text);
  if (!header.value.startsWith(prefix) || !isWellFormed) return 'malformed';
  const signatures = [settings.encoding === 'hex' ? text.toLowerCase() : text];
  if (settings.timestampHeader === undefined) return { lead: '', encoding: settings.encoding, signatures };
  const timestamp = readHeader(headers, settings.timestampHeader.toLowerCase());
  if (timestamp.kind !== 'one') return lacking(timestamp);
  const signedAtMs = readInstant(timestamp.value);
  if (signedAtMs === undefined) return 'malformed';
  return { lead: `${timestamp.value}.`, encoding: settings.encoding, signatures, signedAtMs };
}

/** Seconds since the Unix epoch; thirteen digits are milliseconds. */
function readInstant(text: string): number | undefined {
  if (SECONDS.test(text)) return Number(text) * 1_000;
  return MILLISECONDS.test(text) ? Number(text) : undefined;
}

function lacking(...headers: readonly { readonly kind: string }[]): 'missing' | 'malformed' {
  return headers.some((header) => header.kind === 'several') ? 'malformed' : 'missing';
}

function fits(claim: Claim, key: Buffer, rawBody: Uint8Array): boolean {
  const expected = createHmac('sha256', key).update(claim.lead, 'utf8').update(rawBody).digest(claim.encoding);
  return claim.signatures.some((signature) => isEqualText(signature, expected));
}

/** In constant time for texts of equal length; the length is no secret. */
function isEqualText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1'));
}

function refused(code: SignatureRefusal): SignatureVerdict {
  return { kind: 'refused', code };
}
