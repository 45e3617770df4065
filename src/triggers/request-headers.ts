/** The headers of a delivery, and the one way to read them: a header that stands twice has no value. */
import { makeObject } from '../foundation/index.ts';

/** By lower-case name; a list where the header stood several times, so that none is overlooked (`headersDistinct`). */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

type HeaderReading =
  | { readonly kind: 'one'; readonly value: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' };

/** The header of this name in lower case, without the blanks around it; an empty one counts as none. */
export function readHeader(headers: RequestHeaders, name: string): HeaderReading {
  const given = Object.hasOwn(headers, name) ? headers[name] : undefined;
  const values = typeof given === 'string' ? [given] : (given ?? []);
  if (values.length > 1) return { kind: 'several' };
  const value = values[0]?.trim() ?? '';
  return value === '' ? { kind: 'none' } : { kind: 'one', value };
}

const KEPT_NAMES: ReadonlySet<string> = new Set([
  'content-type',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
  'x-request-id',
]);
/** Where vendors name the kind of an event and its id: `x-github-event`, `x-shopify-topic`, `x-event-id`. */
const EVENT_NAME =
  /^x-(?:[a-z0-9]+-){0,3}(?:event|topic|delivery|webhook)(?:-(?:id|name|type|time|timestamp|version))?$/;
/** These carry proof of who somebody is, whatever a flow reads from them. */
const CREDENTIAL_NAMES: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'webhook-signature',
]);
const MAX_KEPT = 24;
const MAX_KEPT_CHARACTERS = 1_000;

/** Headers that the flow's own rules name, in lower case. */
export interface NamedHeaders {
  readonly read: readonly string[];
  /** The one with the signature; absent for Standard Webhooks and unsigned triggers. */
  readonly signature?: string;
}

/**
 * The headers that are kept with the event, for people and mappings: a list of what may stay and what the flow itself
 * reads, so that no credential, cookie or signature is ever stored.
 */
export function keptHeaders(headers: RequestHeaders, named: NamedHeaders): Record<string, string> {
  const kept = makeObject() as Record<string, string>;
  let count = 0;
  for (const name of Object.keys(headers)) {
    if (count === MAX_KEPT || !isKept(name, named)) continue;
    const reading = readHeader(headers, name);
    if (reading.kind !== 'one') continue;
    kept[name] = reading.value.slice(0, MAX_KEPT_CHARACTERS);
    count += 1;
  }
  return kept;
}

function isKept(name: string, named: NamedHeaders): boolean {
  if (CREDENTIAL_NAMES.has(name) || name === named.signature) return false;
  if (KEPT_NAMES.has(name) || named.read.includes(name)) return true;
  return name.startsWith('x-') && EVENT_NAME.test(name);
}
