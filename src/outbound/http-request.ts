/**
 * A call to a vendor as data. Connectors build it, `encodeRequest` turns it into bytes, `HttpSender` sends those.
 * Values stand in the position they are meant for and are encoded for it, so no value can become a host, a further path
 * segment, another parameter or another header.
 */
import type { JsonObject, JsonValue } from '../foundation/index.ts';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export interface HttpRequest {
  readonly method: HttpMethod;
  /** Path segments below the connection's base URL; each is encoded as exactly one segment. */
  readonly path: readonly string[];
  /** Query parameters in order; a name may repeat. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
}

export type RequestBody =
  | { readonly kind: 'json'; readonly value: JsonValue }
  /** `application/x-www-form-urlencoded`; nested objects and lists as `a[b][0]=c`. */
  | { readonly kind: 'form'; readonly value: JsonObject }
  | { readonly kind: 'multipart'; readonly parts: readonly MultipartPart[] }
  | { readonly kind: 'xml'; readonly root: string; readonly value: JsonObject }
  | { readonly kind: 'text'; readonly contentType: string; readonly text: string };

export interface MultipartPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly fileName?: string;
  readonly contentType?: string;
}

/** What the vendor answered, body read within the caps. Header names are lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Anything but `complete` means that the body must not be believed. */
  readonly bodyState: 'complete' | 'truncated' | 'too_large' | 'undecodable';
}
