/**
 * What one stand-in vendor is, as data: its records, its routes and its manner of speaking. `StandIn` serves it.
 */
import type { JsonObject, JsonValue, Problem } from '../foundation/index.ts';
import type { RecordTable, TableDefinition } from './record-table.ts';

export interface VendorDefinition {
  readonly name: string;
  readonly tables: Readonly<Record<string, TableDefinition>>;
  /** Records that are there from the start; they are no effects. */
  readonly seeds: Readonly<Record<string, readonly JsonObject[]>>;
  readonly routes: readonly VendorRoute[];
  /** Routes under `/sandbox` that only this vendor has. */
  readonly actions: readonly VendorAction[];
  /** Throws `sandbox.sign_in.refused` unless the headers carry a right credential. */
  readonly checkCredential: (headers: Readonly<Record<string, string | string[] | undefined>>) => void;
  /** Words a refusal as this vendor does. */
  readonly errorBody: (refusal: Refusal) => JsonObject;
  /** The plain text at `/`. */
  readonly guide: (url: string) => string;
}

/** One kind of call that the vendor's API offers. */
export interface VendorRoute {
  /** The connector's name for it, by which switches can be scoped. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Such as `/contacts/:id`. */
  readonly path: string;
  /** True where the vendor takes the header `Idempotency-Key`. */
  readonly isKeyed?: boolean;
  /** Reads, or says what is to be changed; throws an `AppError` to refuse. Never changes anything itself. */
  readonly handle: (call: VendorCall) => Plan;
}

/** Something that a newcomer can make happen; it needs no credential. */
export interface VendorAction {
  readonly path: string;
  /** The type of the event that it sends. */
  readonly event: string;
  readonly handle: (call: VendorCall) => Plan & { readonly event: VendorEvent };
}

export interface VendorCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  /** The header `x-business-key`, for callers that count effects by their own key. */
  readonly businessKey: string | undefined;
  readonly nowMs: number;
  /** Searches leave out records younger than this. */
  readonly indexLagMs: number;
  /** The records of a kind, for reading. */
  readonly table: (name: string) => RecordTable;
}

/** What a call comes to: the answer, and what has to be changed before it is given. */
export interface Plan {
  readonly status: number;
  readonly body: JsonValue;
  readonly puts?: readonly RecordPut[];
  readonly removes?: readonly { readonly table: string; readonly id: string }[];
  readonly effect?: PlannedEffect;
}

export interface RecordPut {
  readonly table: string;
  readonly record: JsonObject;
}

export interface PlannedEffect {
  readonly kind: string;
  readonly businessKey: string;
  readonly id: string;
  readonly reference?: string;
}

/** An event on its way to those who asked for its type. */
export interface VendorEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** What a vendor refuses, before it is put into the vendor's words. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly problems: readonly Problem[];
}
