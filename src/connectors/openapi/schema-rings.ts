/** Cuts references that lead back to themselves without anything in between: nothing could ever be checked by them. */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../foundation/index.ts';
import type { Remarks } from './remarks.ts';

const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'] as const;
const PREFIX = '#/$defs/';

interface Visited {
  readonly name: string;
  readonly holders: readonly JsonObject[];
  next: number;
}

/** Takes such references out of the named schemas, each with a remark. */
export function cutRings(schemas: JsonObject, remarks: Remarks): void {
  const state = new Map<string, 'open' | 'done'>();
  for (const start of Object.keys(schemas)) {
    if (state.has(start)) continue;
    const path: Visited[] = [enter(start, schemas)];
    state.set(start, 'open');
    for (let visited = path.at(-1); visited !== undefined; visited = path.at(-1)) {
      const holder = visited.holders[visited.next];
      visited.next += 1;
      if (holder === undefined) {
        state.set(visited.name, 'done');
        path.pop();
        continue;
      }
      const target = String(holder.$ref).slice(PREFIX.length);
      if (state.get(target) === 'open') {
        delete holder.$ref;
        remarks.lost(
          'reference.ring',
          '',
          `The schema "${visited.name}" refers to itself through "${target}" without an end; the reference was left out.`,
        );
      } else if (!state.has(target)) {
        state.set(target, 'open');
        path.push(enter(target, schemas));
      }
    }
  }
}

function enter(name: string, schemas: JsonObject): Visited {
  return { name, holders: holdersOf(schemas[name]), next: 0 };
}

/** The schemas with a reference that a value has to pass in the same place as the whole. */
function holdersOf(schema: JsonValue | undefined): JsonObject[] {
  const holders: JsonObject[] = [];
  const open: (JsonValue | undefined)[] = [schema];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) for (const item of next) open.push(item);
    if (!isObject(next)) continue;
    if (typeof ownValue(next, '$ref') === 'string') holders.push(next);
    for (const keyword of IN_PLACE) open.push(ownValue(next, keyword));
  }
  return holders;
}
