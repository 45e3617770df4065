/**
 * A flow ready to run: the document with every expression turned into a plain function of the scope. The functions are
 * pure; they throw an `AppError` of `language.mapping.*` that names the position in the document.
 */
import type { JsonValue } from '../../foundation/index.ts';
import type { Scope } from '../mapping/mapping.ts';
import type { PathSegment } from '../mapping/path.ts';
import type { FlowDocument } from './flow-document.ts';

export interface CompiledFlow {
  readonly document: FlowDocument;
  /** False: the event's run ends as filtered. Absent: every event is taken. */
  readonly triggerWhen?: (scope: Scope) => boolean;
  /** Null: this run has no order. */
  readonly orderKey?: (scope: Scope) => string | null;
  readonly steps: readonly CompiledStep[];
}

export type CompiledStep =
  | CompiledCallStep
  | CompiledMapStep
  | CompiledFilterStep
  | CompiledBranchStep
  | CompiledEachStep
  | CompiledDelayStep;

export interface CompiledCallStep {
  readonly kind: 'call';
  readonly key: string;
  readonly connection: string;
  readonly operation: string;
  readonly input: (scope: Scope) => JsonValue;
  readonly declare?: CompiledDeclaration;
  readonly link?: CompiledLink;
}

/** The author's promise with durations in milliseconds and paths parsed. */
export interface CompiledDeclaration {
  readonly class: 'R' | 'I' | 'K' | 'L' | 'N';
  readonly idempotency?: { readonly header: string; readonly quoted: boolean; readonly keyLifeMs?: number };
  readonly lookUp?: CompiledLookUp;
  readonly scopes?: readonly string[];
}

export interface CompiledLookUp {
  /** `{{reference}}` is still in the texts: the engine puts our reference there. */
  readonly path: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly foundAt: readonly PathSegment[];
  readonly settleMs?: number;
  readonly secondLookMs?: number;
}

export interface CompiledLink {
  /** Text that identifies the source record. */
  readonly source: (scope: Scope) => string;
  /** Where the destination record's id stands in the output; read it with `valueAt`. */
  readonly idPath: readonly PathSegment[];
  readonly update: {
    readonly operation: string;
    /** The scope must have the root `link` with `id`. */
    readonly input: (scope: Scope) => JsonValue;
  };
}

export interface CompiledMapStep {
  readonly kind: 'map';
  readonly key: string;
  readonly to: (scope: Scope) => JsonValue;
}

export interface CompiledFilterStep {
  readonly kind: 'filter';
  readonly key: string;
  readonly when: (scope: Scope) => boolean;
}

export interface CompiledBranchStep {
  readonly kind: 'branch';
  readonly key: string;
  readonly cases: readonly CompiledBranchCase[];
  readonly otherwise: readonly CompiledStep[];
}

export interface CompiledBranchCase {
  readonly when: (scope: Scope) => boolean;
  readonly steps: readonly CompiledStep[];
}

export interface CompiledEachStep {
  readonly kind: 'each';
  readonly key: string;
  /** The items; throws when it is no list or longer than `maxItems`. */
  readonly over: (scope: Scope) => readonly JsonValue[];
  /** Put the item under this name, and its position under `<as>Index`, into the scope of the inner steps. */
  readonly as: string;
  /** Reads the scope of one item (with `as` and `<as>Index` set). */
  readonly itemKey: (scope: Scope) => string;
  readonly maxItems: number;
  readonly steps: readonly CompiledStep[];
}

export interface CompiledDelayStep {
  readonly kind: 'delay';
  readonly key: string;
  /** Exactly one of the two is there. */
  readonly forMs?: number;
  /** ISO 8601 instant in UTC. */
  readonly until?: (scope: Scope) => string;
}
