/** A call step made concrete: through which connection, with which operation, input and key. */
import type { OpenConnection } from '../connections/index.ts';
import { isObject, type JsonObject, type JsonValue, makeObject, type Secret } from '../foundation/index.ts';
import {
  type CompiledCallStep,
  compileSchema,
  type JsonSchema,
  type SchemaCheck,
  type Scope,
} from '../language/index.ts';
import { type EncodedRequest, encodeRequest } from '../outbound/index.ts';
import { fail } from './errors.ts';
import { deriveIdempotencyKey } from './idempotency-key.ts';
import { type ResolvedOperation, resolveOperation } from './resolved-operation.ts';
import type { LeasedRun, StepProgress } from './run.ts';
import type { RunFrame } from './run-frame.ts';
import type { StepPlace } from './step-end.ts';
import { storableKey } from './storable-key.ts';

export interface PlannedCall {
  readonly place: StepPlace;
  readonly step: CompiledCallStep;
  readonly connection: OpenConnection;
  readonly operation: ResolvedOperation;
  readonly input: JsonObject;
  /** The link to remember once the record exists; absent when there is one already. */
  readonly newLink?: { readonly sourceKey: string };
  readonly keySeed: Secret<string>;
}

/** What planning a call needs to know of where it is; the run may also be a trial, which has an id of its own. */
export type CallFrame = Pick<RunFrame, 'scope' | 'itemKey'> & {
  readonly run: Pick<LeasedRun, 'id' | 'payloadVersion'>;
};

export interface PlanSources {
  readonly connection: OpenConnection;
  readonly keySeed: Secret<string>;
  /** Id of the destination record that an earlier run made for the same source record. */
  readonly findLink: (sourceKey: string) => Promise<JsonValue | undefined>;
}

/** Maps the input and chooses between create and update; throws what mapping and contract have to say. */
export async function planCall(step: CompiledCallStep, frame: CallFrame, sources: PlanSources): Promise<PlannedCall> {
  const { connection, keySeed } = sources;
  const place = { stepKey: step.key, itemKey: frame.itemKey };
  const sourceKey = step.link === undefined ? undefined : storableKey(step.link.source(frame.scope));
  const linked = sourceKey === undefined ? undefined : await sources.findLink(sourceKey);
  const isUpdate = step.link !== undefined && linked !== undefined;
  const operationName = isUpdate ? step.link.update.operation : step.operation;
  const operation = resolveOperation({ connector: connection.connector, operation: operationName }, step.declare);
  const mapped = isUpdate ? step.link.update.input(linkScope(frame.scope, linked)) : step.input(frame.scope);
  const input = checkInput(mapped, operation, place);
  const newLink = sourceKey === undefined || isUpdate ? {} : { newLink: { sourceKey } };
  return { place, step, connection, operation, input, keySeed, ...newLink };
}

/** What goes out for this attempt: the same bytes for the same progress, on every worker and after every crash. */
export function requestOf(
  planned: PlannedCall,
  frame: CallFrame,
  progress: StepProgress,
): EncodedRequest & { key: string } {
  const key = keyOf(planned, frame, progress);
  const input = openInput(planned, progress);
  const request = planned.operation.request(input, { idempotencyKey: key, reference: key });
  return { ...encodeRequest(planned.connection, request, keyHeader(planned.operation, key)), key };
}

/** The idempotency key, which is also the reference that a look-up searches for. */
export function keyOf(planned: PlannedCall, frame: CallFrame, progress: StepProgress): string {
  const { run } = frame;
  const { stepKey, itemKey } = planned.place;
  const { subKey } = progress;
  return deriveIdempotencyKey(planned.keySeed, {
    runId: run.id,
    stepKey,
    itemKey,
    payloadVersion: run.payloadVersion,
    subKey,
  });
}

function openInput(planned: PlannedCall, progress: StepProgress): JsonObject {
  const { itemsField } = planned.operation;
  if (progress.items === undefined || itemsField === undefined) return planned.input;
  const all = planned.input[itemsField] as JsonValue[];
  const input = makeObject(Object.entries(planned.input));
  input[itemsField] = progress.items.open.map((position) => all[position] as JsonValue);
  return input;
}

/** The engine sets the key's header itself, so that no connector can forget it. */
function keyHeader({ idempotency }: ResolvedOperation, key: string): readonly [string, string] | undefined {
  return idempotency === undefined ? undefined : [idempotency.header, idempotency.quoted ? `"${key}"` : key];
}

function linkScope(scope: Scope, id: JsonValue): Scope {
  return { ...scope, link: makeObject([['id', id]]) };
}

const checks = new WeakMap<object, SchemaCheck>();

/** A request that the contract says will be refused is not sent; the first fault is named with its field. */
function checkInput(mapped: JsonValue, operation: ResolvedOperation, place: StepPlace): JsonObject {
  const { stepKey } = place;
  if (!isObject(mapped)) throw fail('runs.step.input_not_object', { context: { stepKey } });
  const [first, ...others] = checkOf(operation.input)(mapped);
  if (first === undefined) return mapped;
  const problem = `at ${first.pointer === '' ? '/' : first.pointer}: ${first.message}`;
  throw fail('runs.step.input_refused', {
    problems: [first, ...others],
    context: { stepKey, operation: operation.name, problem },
  });
}

function checkOf(schema: JsonSchema): SchemaCheck {
  if (typeof schema === 'boolean') return compileSchema(schema);
  const known = checks.get(schema) ?? compileSchema(schema);
  checks.set(schema, known);
  return known;
}
