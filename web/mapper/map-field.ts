/** What a mapping becomes when a person brings a field to a position: by mouse, by search or by a suggestion. */
import {
  type Expression,
  fitField,
  itemNameFor,
  KIND,
  type MappingSuggestion,
  pointerTo,
  type ValueType,
} from '../../src/language/index.ts';
import { expressionAt, headOf, withExpression, withPlace } from './expression-edit.ts';
import type { FieldOffer } from './field-list.ts';
import type { Loop, TargetPlace } from './target-places.ts';

export interface Mapped {
  readonly expression: Expression;
  /** Where the field landed; another place than asked for when a list had to be made. */
  readonly pointer: string;
  /** The path as it is read there. */
  readonly path: string;
  readonly notes: readonly string[];
}

/** True when a field could stand at a position, as it is or converted. */
export function canMap(place: TargetPlace, field: FieldOffer): boolean {
  return isObjectList(place.type) && isObjectList(field.type)
    ? true
    : fitField({ path: field.path, type: field.type }, place.type) !== undefined;
}

/** The mapping with a field at a position; undefined when it can never stand there. */
export function mapField(root: Expression | undefined, place: TargetPlace, field: FieldOffer): Mapped | undefined {
  if (!canMap(place, field)) return undefined;
  const ready = openLoops(root, place, field);
  const isInList = field.listPath !== undefined && ready.path === field.path;
  const type = isInList ? { ...field.type, canBeMissing: true } : field.type;
  if (isObjectList(place.type) && isObjectList(field.type)) return mapList(ready, place, field);
  const old = expressionAt(ready.root, ready.pointer);
  if (headOf(old) === 'template') return addToText(ready, old as { template: string });
  const fit = fitField({ path: ready.path, type }, place.type);
  if (fit === undefined) return undefined;
  return finish(ready, fit.expression, fit.notes);
}

interface Ready {
  readonly root: Expression | undefined;
  readonly pointer: string;
  readonly path: string;
  /** Where what was inside of a loop stands now that the list has a single entry instead. */
  readonly moves: readonly (readonly [inside: string, entry: string])[];
}

function finish({ root, pointer, path }: Ready, expression: Expression, notes: readonly string[] = []): Mapped {
  return { expression: withExpression(root, pointer, expression) ?? expression, pointer, path, notes };
}

function addToText(ready: Ready, { template }: { readonly template: string }): Mapped {
  return finish(ready, { template: withPlace(template, ready.path, template.length).text });
}

function mapList(ready: Ready, place: TargetPlace, field: FieldOffer): Mapped {
  const taken = place.loops.map((loop) => loop.as);
  const isOptional = field.type.canBeMissing && place.type.canBeMissing;
  const each: Expression = isOptional ? { from: ready.path, optional: true } : { from: ready.path };
  return finish(ready, { each, as: itemNameFor(ready.path, taken), to: { object: {} } });
}

/** Makes the loops around a position that are not there yet, and reads the path by the names of their entries. */
function openLoops(root: Expression | undefined, place: TargetPlace, field: FieldOffer): Ready {
  let ready: Ready = { root, pointer: place.pointer, path: field.path, moves: [] };
  let missing = place.loops.filter(({ isMade }) => !isMade).length;
  const taken: string[] = [];
  for (const loop of place.loops) {
    if (loop.isMade) {
      ready = { ...ready, path: insideLoop(ready.path, loop) };
      taken.push(loop.as);
      continue;
    }
    // The innermost lists of the path go with the innermost loops.
    const listPath = listsOf(ready.path).at(-missing);
    missing -= 1;
    if (listPath === undefined) ready = makeSingle(ready, loop);
    else {
      const as = itemNameFor(listPath, taken);
      ready = makeLoop(ready, loop, { listPath, as });
      taken.push(as);
    }
  }
  return { ...ready, pointer: moved(ready.pointer, ready.moves) };
}

function makeLoop(ready: Ready, loop: Loop, { listPath, as }: { listPath: string; as: string }): Ready {
  const each: Expression = { each: { from: listPath }, as, to: { object: {} } };
  const root = withExpression(ready.root, moved(loop.pointer, ready.moves), each);
  return { ...ready, root, path: insideLoop(ready.path, { listPath, as }) };
}

/** A list of one entry, for a field that stands in no list. */
function makeSingle(ready: Ready, loop: Loop): Ready {
  const at = moved(loop.pointer, ready.moves);
  const root = withExpression(ready.root, at, { list: [{ object: {} }] });
  return { ...ready, root, moves: [...ready.moves, [pointerTo(at, 'to'), pointerTo(at, 'list', 0)]] };
}

function moved(pointer: string, moves: Ready['moves']): string {
  let at = pointer;
  for (const [inside, entry] of moves) if (at.startsWith(inside)) at = entry + at.slice(inside.length);
  return at;
}

/** The lists on the way of a path, the outermost first: `a.b[0].c[1].d` has `a.b` and `a.b[0].c`. */
export function listsOf(path: string): readonly string[] {
  return [...path.matchAll(/\[\d+\]/g)].map(({ index }) => path.slice(0, index));
}

/** A path as it is read inside of a loop over the list that it leads through. */
export function insideLoop(path: string, { listPath, as }: Pick<Loop, 'listPath' | 'as'>): string {
  if (listPath === undefined || !path.startsWith(`${listPath}[`)) return path;
  const rest = /^\[\d+\]/.exec(path.slice(listPath.length));
  return rest === null ? path : as + path.slice(listPath.length + rest[0].length);
}

/** The mapping with suggestions taken. */
export function takeSuggestions(
  root: Expression | undefined,
  suggestions: readonly Pick<MappingSuggestion, 'pointer' | 'expression'>[],
): Expression | undefined {
  let next = root;
  for (const { pointer, expression } of suggestions) next = withExpression(next, pointer, expression);
  return next;
}

function isObjectList({ kinds, itemAt, isUnknown }: ValueType): boolean {
  return !isUnknown && (kinds & KIND.list) !== 0 && itemAt?.().fields !== undefined;
}
