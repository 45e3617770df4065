import type { JsonSchema } from '../contract/json-schema.ts';
import type { Expression } from '../mapping/mapping.ts';

/** What a person edits and a version keeps: one trigger and the steps that its events go through. */
export interface FlowDocument {
  /** Version of the document's format. */
  readonly holdfast: 1;
  /** `^[a-z0-9]+(-[a-z0-9]+)*$`, unique in a workspace. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly trigger: FlowTrigger;
  /** Runs of one order key go one at a time, in the order of their events; null or left out means no order. */
  readonly orderKey?: Expression;
  readonly steps: readonly Step[];
}

/** A webhook: what starts runs, how its sender proves itself, and what counts as the same event. */
export interface FlowTrigger {
  readonly kind: 'webhook';
  /** Connector whose event this is; its schema then describes the body. */
  readonly connector?: string;
  /** One of the connector's triggers. */
  readonly event?: string;
  /** Connection of that connector: through it webhooks are registered at the vendor and recent records fetched. */
  readonly connection?: string;
  /** Shape of the body when no connector says it. */
  readonly schema?: JsonSchema;
  readonly signature: TriggerSignature;
  /** Default `json`. */
  readonly bodyFormat?: 'json' | 'form';
  readonly dedupe?: TriggerDedupe;
  /** CEL over `trigger` and `event`; false ends the run as filtered. */
  readonly when?: string;
}

export type TriggerSignature =
  | { readonly kind: 'standard_webhooks' }
  | {
      readonly kind: 'hmac_sha256';
      readonly header: string;
      readonly encoding: 'hex' | 'base64';
      /** Stands before the signature in the header, such as `sha256=`. */
      readonly prefix?: string;
      /** The header whose value is signed together with the body, as `<timestamp>.<body>`. */
      readonly timestampHeader?: string;
    }
  /** HMAC in the many forms that vendors have. */
  | HmacSignature
  /** The secret itself stands in a header, in the query or in the body (GitLab, and vendors without signatures). */
  | {
      readonly kind: 'token';
      readonly in: 'header' | 'query' | 'body';
      readonly name: string;
      readonly prefix?: string;
    }
  /** User name and password; the secret is `name:password`. */
  | { readonly kind: 'basic' }
  /** A public key of the sender; the secret is that key as PEM or base64 (SendGrid: ecdsa_sha256, base64, timestamp and body). */
  | {
      readonly kind: 'public_key';
      readonly algorithm: 'ecdsa_sha256' | 'ed25519';
      readonly encoding: 'hex' | 'base64';
      readonly header: string;
      readonly timestampHeader?: string;
    }
  | { readonly kind: 'unsigned' };

/** What is signed, and where the signature stands. */
export interface HmacSignature {
  readonly kind: 'hmac';
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly encoding: 'hex' | 'base64';
  /** The header with the signature; `body:<path>` for one that stands in the body itself. */
  readonly header: string;
  /** Stands before the signature, such as `sha256=`. */
  readonly prefix?: string;
  /** The header is a list such as `t=1,v1=abc`: the names of its timestamp and of its signatures. */
  readonly list?: { readonly separator: ',' | ';' | ' '; readonly timestamp?: string; readonly signature: string };
  readonly timestampHeader?: string;
  /** In what the timestamp counts. Default: told from its digits. */
  readonly timestampUnit?: 's' | 'ms';
  /**
   * The signed text, in order: `body`, `timestamp`, `method`, `url` (as the sender was told it), `path` (with the query),
   * `body_sha256`, `form_sorted`, `header:<name>`, `body:<path>`; anything in quotes is itself: `['"v0:"', 'timestamp', '":"', 'body']`.
   */
  readonly signed: readonly string[];
}

export type TriggerDedupe =
  | { readonly by: 'header'; readonly header: string }
  /** Path inside the body, such as `id` or `data.id`. */
  | { readonly by: 'path'; readonly path: string }
  /** The same bytes within this ISO 8601 duration are the same event. */
  | { readonly by: 'body'; readonly memory: string };

export type Step = CallStep | MapStep | FilterStep | BranchStep | EachStep | DelayStep;

interface StepBase {
  /** `^[a-z][a-z0-9_]*$`, unique in the flow; later steps read its output at `steps.<key>`. */
  readonly key: string;
  readonly title?: string;
}

/** Calls one operation through a connection; the output is the operation's output. */
export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly connection: string;
  readonly operation: string;
  readonly input: Expression;
  /** Only for operations whose class is `author`. */
  readonly declare?: CallDeclaration;
  readonly link?: StepLink;
}

/** What the author of a generic call promises about it; the engine decides after a doubt by it. */
export interface CallDeclaration {
  readonly class: 'R' | 'I' | 'K' | 'L' | 'N';
  readonly idempotency?: DeclaredIdempotency;
  readonly lookUp?: DeclaredLookUp;
  /** OAuth scopes that the call needs; its connection asks for them. */
  readonly scopes?: readonly string[];
}

interface DeclaredIdempotency {
  readonly header: string;
  /** True where the header's value is a quoted string. Default false. */
  readonly quoted?: boolean;
  /** ISO 8601 duration for which the vendor remembers a key. */
  readonly keyLife?: string;
}

/** How to find what a call made: a GET whose texts may hold `{{reference}}`, our reference. */
export interface DeclaredLookUp {
  readonly path: readonly string[];
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Path in the answer to the record, or to the list of records, that carries our reference. */
  readonly foundAt: string;
  /** ISO 8601 duration before the first look. */
  readonly settle?: string;
  /** ISO 8601 duration between the first and the second look. */
  readonly secondLook?: string;
}

/** Remembers which destination record belongs to a source record, so that the next event updates instead of creating. */
export interface StepLink {
  /** Key of the source record: a text or a number. */
  readonly source: Expression;
  /** Path inside the output to the id of the destination record. */
  readonly id: string;
  readonly update: {
    readonly operation: string;
    /** May read `link.id`. */
    readonly input: Expression;
  };
}

/** Computes a value; the output is that value. */
interface MapStep extends StepBase {
  readonly kind: 'map';
  readonly to: Expression;
}

/** Ends the run as filtered unless the condition holds. */
interface FilterStep extends StepBase {
  readonly kind: 'filter';
  readonly when: string;
}

/** Takes the first case whose condition holds, else `otherwise`, else nothing. */
export interface BranchStep extends StepBase {
  readonly kind: 'branch';
  readonly cases: readonly BranchCase[];
  readonly otherwise?: readonly Step[];
}

interface BranchCase {
  readonly when: string;
  readonly steps: readonly Step[];
}

/** Goes through its steps once per item; the output is the list of `{key, output}` of the last inner step. */
export interface EachStep extends StepBase {
  readonly kind: 'each';
  readonly over: Expression;
  readonly as: string;
  /** Identifies an item across retries. Default: its position. */
  readonly itemKey?: Expression;
  readonly maxItems: number;
  readonly steps: readonly Step[];
}

/** Waits for an ISO 8601 duration, or until an instant. */
export interface DelayStep extends StepBase {
  readonly kind: 'delay';
  readonly for?: string;
  readonly until?: Expression;
}
