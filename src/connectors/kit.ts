/**
 * What a connector is: one value that says everything about one external API. Forms, docs, validation, mocks and the
 * contract are derived from it. An operation is a pair of pure functions, `request` and `response`; the engine makes
 * the call, so a connector never waits, retries or reads a clock.
 */
import type { JsonObject, JsonValue } from '../foundation/index.ts';
import type { JsonSchema, TriggerSignature } from '../language/index.ts';
import type { HttpAnswer, HttpRequest } from '../outbound/index.ts';

/**
 * Decides what may be done after a doubt (see `runs/retry-decision.ts`):
 * `R` read · `I` idempotent by meaning · `K` keyed (the vendor takes an idempotency key) ·
 * `L` look-up-able (findable afterwards by our reference) · `N` naked (neither).
 */
export type OperationClass = 'R' | 'I' | 'K' | 'L' | 'N';

export interface Connector {
  /** `^[a-z0-9]+(_[a-z0-9]+)*$`, equal to the folder's name. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** The ways to sign in that a connection may choose from; at least one. */
  readonly auth: readonly AuthScheme[];
  /** JSON Schema of the connection's settings (base URL and the like), for the form and the check. */
  readonly settings: JsonSchema;
  /**
   * Base URL of every call for these settings, without a trailing slash. Beside the settings of the schema stand what an
   * OAuth provider said at the consent: `apiUrl`, and its callback parameters by name.
   */
  baseUrl(settings: JsonObject): string;
  /** Scheme, host and port combinations the credential may be sent to; the base URL's origin at least. */
  origins(settings: JsonObject): readonly string[];
  /** The operation (class R) that proves a credential works. */
  readonly verification: string;
  /** Input of the verification call for these settings. Absent: the first example of that operation. */
  verificationInput?(settings: JsonObject): JsonObject;
  /** As whom a connection is connected, told from the output of the verification; undefined when it does not say. */
  accountOf?(verified: JsonValue): string | undefined;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly triggers: Readonly<Record<string, ConnectorTrigger>>;
  /** Recognises a throttle in disguise, such as 403 REQUEST_LIMIT_EXCEEDED. Status 429 needs no signal. */
  isThrottled?(answer: HttpAnswer): boolean;
  /** What the vendor itself says about repeating the call, such as `Stripe-Should-Retry`. */
  retryAdvice?(answer: HttpAnswer): 'retry' | 'do_not_retry' | undefined;
  /** Markdown shown beside the connect form: what to paste and where to find it. */
  readonly setup: string;
  /** Where the facts come from: the vendor's own pages, with the date they were read. */
  readonly sources: readonly { readonly url: string; readonly checked: string }[];
}

export type AuthScheme =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'api_key';
      readonly in: 'header' | 'query';
      readonly name: string;
      /** The setting that may hold another name for this connection. */
      readonly nameSetting?: string;
      readonly prefix?: string;
      /** The setting that may hold the prefix for this connection; a blank follows one that ends in a letter or a digit. */
      readonly prefixSetting?: string;
    }
  | { readonly kind: 'bearer' }
  | { readonly kind: 'basic' }
  | OAuthScheme
  /** Each request is signed with a shared secret; the credential says how, as `HmacCredential` has it. */
  | { readonly kind: 'hmac' }
  /** A client certificate (RFC 8446, 4.4.2). */
  | { readonly kind: 'mtls' }
  /** AWS Signature Version 4; a fixed service is not asked for. */
  | { readonly kind: 'aws_sigv4'; readonly service?: string };

export interface OAuthScheme {
  readonly kind: 'oauth2';
  /** Name of a provider of `providers/`; `any`: the person chooses one, or gives the addresses of another. */
  readonly provider: string;
  /** Asked for whatever the flows use: what the verification call needs. Flows add the scopes of their operations. */
  readonly scopes: readonly string[];
}

export interface Operation {
  /** `verb_noun`, equal to its key in the connector. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** `author`: the step that uses the operation declares it (generic HTTP only). */
  readonly class: OperationClass | 'author';
  readonly input: JsonSchema;
  readonly output: JsonSchema;
  /** Builds the call. Pure and total for every input that passes `input`. */
  request(input: JsonObject, context: RequestContext): HttpRequest;
  /** Judges the answer. Absent: any 2xx with a complete JSON body is a success, and the body is the output. */
  response?(answer: HttpAnswer, input: JsonObject): ResponseVerdict;
  /** OAuth scopes the call needs; a connection asks for those of the operations that flows use, and for no more. */
  readonly scopes?: readonly string[];
  /** Required for class K. */
  readonly idempotency?: IdempotencyDeclaration;
  /** Required for class L; welcome for K, where it serves once the key's life is over. */
  readonly lookUp?: LookUpDeclaration;
  /** The vendor states that these statuses mean "not applied", so that even class N may retry. */
  readonly notAppliedStatuses?: readonly number[];
  /** How long after a write a 404 of this read may be lag rather than truth. */
  readonly readAfterWriteMs?: number;
  /** The input's list whose items the vendor judges one by one; needed by a `response` that answers `partial`. */
  readonly itemsField?: string;
  /** How to follow a 202 until the work is done. Absent: a 202 counts as done. */
  readonly statusPoll?: StatusPollDeclaration;
  /** Overall deadline of one call; the vendor's own limit plus a margin. Default 30 s. */
  readonly totalTimeoutMs?: number;
  /** Inputs that must pass the schema and yield a request; shown in the docs, linted by the conformance suite. */
  readonly examples: readonly OperationExample[];
}

export interface RequestContext {
  /** The same on every retry, worker and crash; sent by the engine too when `idempotency` names a header. */
  readonly idempotencyKey: string;
  /** Our reference for class L: put it where `lookUp` will search for it. Equal to the idempotency key. */
  readonly reference: string;
}

export interface IdempotencyDeclaration {
  readonly header: string;
  /** The IETF draft wants a quoted structured-field string, several vendors the bare key. */
  readonly quoted: boolean;
  /** How long the vendor remembers a key; automatic retries end before it. */
  readonly keyLifeMs: number;
  /** True where the vendor saves a 500 and answers it again for the same key (Stripe v1). */
  readonly replaysErrors: boolean;
  /** Status that says "the first request with this key is still running"; default 409. */
  readonly inProgressStatus?: number;
}

export interface LookUpDeclaration {
  /** A search index lags behind the write: the first look waits this long. Default 30 s. */
  readonly settleMs?: number;
  /** "Not found" counts only after a second look this much later. Default 5 min. */
  readonly secondLookMs?: number;
  request(reference: string, input: JsonObject): HttpRequest;
  /**
   * The records that carry our reference, each in the shape of the operation's output. More than one is a duplicate.
   * Throws when the answer cannot be read: that is not "none found".
   */
  found(answer: HttpAnswer, reference: string): readonly JsonValue[];
}

export interface StatusPollDeclaration {
  readonly everyMs: number;
  /** After this long without an end the outcome is unknown. */
  readonly deadlineMs: number;
  request(accepted: HttpAnswer, input: JsonObject): HttpRequest;
  verdict(answer: HttpAnswer): { readonly kind: 'pending' } | ResponseVerdict;
}

export type ResponseVerdict =
  | { readonly kind: 'ok'; readonly output: JsonValue }
  /** A 2xx in status only: the body states that nothing, or not all, was done. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /**
   * Some items were applied and some refused (207, bulk answers). `failed` are positions in the list `itemsField` of the
   * input; `output` has one entry for each applied item.
   */
  | { readonly kind: 'partial'; readonly output: readonly JsonValue[]; readonly failed: readonly FailedItem[] }
  /** The body is not what the contract promises: HTML, broken JSON, a missing field. */
  | { readonly kind: 'unreadable'; readonly message: string };

export interface FailedItem {
  readonly position: number;
  readonly code: string;
  readonly message: string;
}

export interface OperationExample {
  readonly title: string;
  readonly input: JsonObject;
}

/** An event a vendor sends, as far as the connector knows it. */
export interface ConnectorTrigger {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly kind: 'webhook';
  /** Shape of the event's body. */
  readonly output: JsonSchema;
  /** How its deliveries prove themselves; a flow that takes the event starts with it. */
  readonly signature: TriggerSignature;
  /** The body's own event type, when one endpoint carries several: `{ path: ['type'], equals: 'deal.closed_won' }`. */
  readonly match?: { readonly path: readonly string[]; readonly equals: string };
  readonly examples: readonly JsonObject[];
  /** How the newest records of this kind are read, to map with before an event has come. */
  readonly recent?: RecentRecords;
  /** How the vendor is asked to send its events here. Absent: a person registers the address by hand. */
  readonly subscription?: Subscription;
}

/** A read of the connector whose answer holds what the events are about. */
export interface RecentRecords {
  /** An operation of class R. */
  readonly operation: string;
  readonly input: JsonObject;
  /** Bodies as the events would have had them, the newest first; of whatever the operation's output holds. */
  events(output: JsonValue): readonly JsonObject[];
}

/** The vendor's own interface for registering a webhook for one event. */
export interface Subscription {
  /** OAuth scopes that registering and ending it need; a connection asks for them where a trigger names it. */
  readonly scopes?: readonly string[];
  /** The call that registers `url`; deliveries are to be signed with `secret`, which an unsigned trigger leaves empty. */
  subscribe(target: { readonly url: string; readonly secret: string }): HttpRequest;
  /** The vendor's id of the registration, by which it is ended; undefined when the answer has none. */
  idOf(answer: HttpAnswer): string | undefined;
  unsubscribe(id: string): HttpRequest;
}

/** Declares a connector; gives it back unchanged, with its type checked where it is written. */
export function defineConnector(connector: Connector): Connector {
  return connector;
}

/** Declares one operation of a connector. */
export function defineOperation(operation: Operation): Operation {
  return operation;
}
