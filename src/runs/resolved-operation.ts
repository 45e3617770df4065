/**
 * The operation of a step with everything decided about it. A generic call has no declaration of its own: its author
 * gave one in the flow, and it is turned here into the same form that a connector's operation has.
 */
import { findOperation, type LookUpDeclaration, type Operation, type OperationClass } from '../connectors/index.ts';
import { assert, isObject, type JsonValue, parseJson } from '../foundation/index.ts';
import { type CompiledDeclaration, type CompiledLookUp, valueAt } from '../language/index.ts';
import type { HttpAnswer } from '../outbound/index.ts';

export type ResolvedOperation = Operation & { readonly class: OperationClass };

/** Where the author says nothing of a key's life, it is taken to be this short. */
const DEFAULT_KEY_LIFE_MS = 86_400_000;

/** By the declaration, of which each step has its own, and which lives as long as the compiled flow does. */
const resolved = new WeakMap<CompiledDeclaration, ResolvedOperation>();

/** The operation by name, completed by the author's declaration where it needs one. */
export function resolveOperation(
  names: { connector: string; operation: string },
  declare: CompiledDeclaration | undefined,
): ResolvedOperation {
  const operation = findOperation(names.connector, names.operation);
  if (operation.class !== 'author') return operation as ResolvedOperation;
  assert(declare !== undefined, `the step using ${names.operation} declares no class`);
  const known = resolved.get(declare);
  if (known?.name === operation.name) return known;
  const completed = completeOperation(operation, declare);
  resolved.set(declare, completed);
  return completed;
}

function completeOperation(operation: Operation, declare: CompiledDeclaration): ResolvedOperation {
  const { idempotency, lookUp, scopes } = declare;
  return {
    ...operation,
    class: declare.class,
    ...(idempotency === undefined
      ? {}
      : {
          idempotency: {
            header: idempotency.header,
            quoted: idempotency.quoted,
            keyLifeMs: idempotency.keyLifeMs ?? DEFAULT_KEY_LIFE_MS,
            replaysErrors: false,
          },
        }),
    ...(lookUp === undefined ? {} : { lookUp: declaredLookUp(lookUp) }),
    ...(scopes === undefined ? {} : { scopes: [...(operation.scopes ?? []), ...scopes] }),
  };
}

function declaredLookUp(lookUp: CompiledLookUp): LookUpDeclaration {
  return {
    ...(lookUp.settleMs === undefined ? {} : { settleMs: lookUp.settleMs }),
    ...(lookUp.secondLookMs === undefined ? {} : { secondLookMs: lookUp.secondLookMs }),
    request: (reference) => ({
      method: 'GET',
      path: lookUp.path.map((segment) => withReference(segment, reference)),
      query: lookUp.query.map(([name, value]) => [name, withReference(value, reference)] as const),
    }),
    found: (answer) => recordsAt(answer, lookUp),
  };
}

function withReference(text: string, reference: string): string {
  return text.replaceAll('{{reference}}', reference);
}

/** A list gives its records, an object is one, and null or nothing is none. */
function recordsAt(answer: HttpAnswer, lookUp: CompiledLookUp): readonly JsonValue[] {
  const found = valueAt(parseJson(answer.body), lookUp.foundAt);
  if (Array.isArray(found)) return found;
  return isObject(found) ? [found] : [];
}
