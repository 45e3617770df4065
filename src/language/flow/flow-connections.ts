/** The connections that a document names and what it calls through them, whatever else is wrong with it. */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../../foundation/index.ts';
import { rawSteps } from './raw-steps.ts';

/** The connections that the trigger and the steps name, each once, in their order. */
export function connectionsOf(document: JsonValue): readonly string[] {
  const trigger = isObject(document) ? ownValue(document, 'trigger') : undefined;
  const places = [trigger, ...rawSteps(document).map(({ step }) => step)];
  const names = places.map((place) => (isObject(place) ? ownValue(place, 'connection') : undefined));
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

/** What a step calls through a connection. */
interface ConnectionCall {
  readonly connection: string;
  readonly operation: string;
  /** What its author says that it needs beside what the operation does. */
  readonly scopes: readonly string[];
}

/** The calls that the steps of a document can make: the update of a link is one of its own. */
export function callsOf(document: JsonValue): readonly ConnectionCall[] {
  return rawSteps(document).flatMap(({ step }) => {
    const connection = ownValue(step, 'connection');
    if (ownValue(step, 'kind') !== 'call' || typeof connection !== 'string') return [];
    const scopes = textsOf(valueIn(step, 'declare', 'scopes'));
    const operations = [ownValue(step, 'operation'), valueIn(step, 'link', 'update', 'operation')];
    return textsOf(operations).map((operation): ConnectionCall => ({ connection, operation, scopes }));
  });
}

function valueIn(value: JsonValue | undefined, ...names: readonly string[]): JsonValue | undefined {
  return names.reduce<JsonValue | undefined>((at, name) => (isObject(at) ? ownValue(at, name) : undefined), value);
}

function textsOf(list: JsonValue | readonly (JsonValue | undefined)[] | undefined): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** A copy in which connections have other names; a name that the table does not hold stays. */
export function renameConnections(document: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (!isObject(document)) return document;
  return changed(document, (name, value) => {
    if (name === 'trigger') return renamed(value, names);
    return name === 'steps' ? renamedSteps(value, names) : value;
  });
}

function renamedSteps(list: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (!Array.isArray(list)) return list;
  return list.map((step) => {
    const own = renamed(step, names);
    return isObject(own) ? changed(own, (name, value) => renamedBelow(name, value, names)) : own;
  });
}

function renamedBelow(name: string, value: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (name === 'steps' || name === 'otherwise') return renamedSteps(value, names);
  if (name !== 'cases' || !Array.isArray(value)) return value;
  return value.map((branch) => {
    if (!isObject(branch)) return branch;
    return changed(branch, (field, inner) => (field === 'steps' ? renamedSteps(inner, names) : inner));
  });
}

/** The trigger or a step with its connection's new name. */
function renamed(place: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (!isObject(place)) return place;
  return changed(place, (field, value) =>
    field === 'connection' && typeof value === 'string' ? (names.get(value) ?? value) : value,
  );
}

function changed(object: JsonObject, change: (name: string, value: JsonValue) => JsonValue): JsonObject {
  return makeObject(Object.entries(object).map(([name, value]) => [name, change(name, value)]));
}
