/**
 * Reads a JSON value as a mapping: its form, its sizes, its paths, templates, functions and CEL expressions. What comes
 * out can be compiled; whether it fits its schemas is asked by `checkMapping`.
 */
import { isObject, type JsonObject, type JsonValue, ownValue, type Problem } from '../../foundation/index.ts';
import { didYouMean } from '../contract/near-miss.ts';
import { listNames, pointerTo, type SentenceContext } from '../contract/problem.ts';
import { rangeWords } from '../contract/scalar-checks.ts';
import { kindOf, nameKinds } from '../contract/value-kind.ts';
import { compileCel } from './cel.ts';
import { isCelName } from './cel-syntax.ts';
import type { MappingFunction } from './functions/mapping-function.ts';
import { argumentRange, functionNamed, MAPPING_FUNCTIONS } from './functions/registry.ts';
import type { Mapping } from './mapping.ts';
import { type MAPPING_PROBLEMS, mappingProblem } from './mapping-problems.ts';
import { isScopeName, parsePath } from './path.ts';
import { parseTemplate } from './template.ts';

export interface ParsedMapping {
  /** There when there is no problem. */
  readonly mapping?: Mapping;
  readonly problems: readonly Problem[];
}

const MAX_MAPPING_DEPTH = 32;
const MAX_POSITIONS = 5_000;
const MAX_PROBLEMS = 50;

/** Names that `each` must not give to its items, because they are roots of every scope. */
const ROOTS: ReadonlySet<string> = new Set(['trigger', 'event', 'steps', 'run', 'link']);

/** Reads a mapping; `pointer` is put before the pointers of the problems. */
export function parseMapping(value: JsonValue, pointer = ''): ParsedMapping {
  const reader = new MappingReader();
  reader.expression(value, pointer);
  return reader.problems.length === 0
    ? { mapping: value as unknown as Mapping, problems: [] }
    : { problems: reader.problems };
}

/** Why a name cannot be given to the items of an `each`, or undefined when it can. */
export function refusedItemName(name: string): string | undefined {
  if (!isScopeName(name)) return 'it is not made of up to 40 letters and digits, beginning with a small letter';
  if (ROOTS.has(name)) return 'it is a name of every scope';
  return isCelName(name) ? 'it has a meaning of its own in CEL' : undefined;
}

type Place = { readonly value: JsonObject; readonly pointer: string };

interface Head {
  readonly needs: readonly string[];
  readonly may: readonly string[];
  readonly read: (reader: MappingReader, place: Place) => void;
}

class MappingReader {
  readonly problems: Problem[] = [];
  #depth = 0;
  #positionCount = 0;

  expression(value: JsonValue | undefined, pointer: string): void {
    if (value === undefined || this.problems.length >= MAX_PROBLEMS) return;
    this.#positionCount += 1;
    if (this.#positionCount > MAX_POSITIONS) {
      if (this.#positionCount === MAX_POSITIONS + 1)
        this.report('language.mapping.too_many', pointer, { allowed: MAX_POSITIONS });
      return;
    }
    const name = this.#headOf(value, pointer);
    if (name === undefined) return;
    this.#depth += 1;
    this.#head(name, { value: value as JsonObject, pointer });
    this.#depth -= 1;
  }

  /** The one head key of an expression; reports when there is none, or more than one. */
  #headOf(value: JsonValue, pointer: string): string | undefined {
    const heads = isObject(value) ? HEAD_NAMES.filter((name) => Object.hasOwn(value, name)) : [];
    if (this.#depth >= MAX_MAPPING_DEPTH) {
      this.report('language.mapping.too_deep', pointer, { allowed: MAX_MAPPING_DEPTH });
    } else if (heads.length === 0) {
      const context = { given: describe(value), allowed: listNames(HEAD_NAMES, 20) };
      this.report('language.mapping.not_an_expression', pointer, context);
    } else if (heads.length > 1) {
      this.report('language.mapping.several_heads', pointer, { given: listNames(heads) });
    } else return heads[0];
    return undefined;
  }

  report(code: keyof typeof MAPPING_PROBLEMS, pointer: string, context: SentenceContext): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(mappingProblem(code, pointer, context));
  }

  /** Whether a key has the wanted kind; reports when it has not. */
  expects(place: Place, name: string, wanted: { allowed: string; isFine: (value: JsonValue) => boolean }): boolean {
    const value = ownValue(place.value, name);
    if (value === undefined || wanted.isFine(value)) return value !== undefined;
    this.report('language.mapping.bad_value', pointerTo(place.pointer, name), {
      name,
      given: describe(value),
      allowed: wanted.allowed,
    });
    return false;
  }

  #head(name: string, place: Place): void {
    const head = HEADS[name] as Head;
    for (const needed of head.needs) {
      if (!Object.hasOwn(place.value, needed))
        this.report('language.mapping.missing_key', place.pointer, { name: needed, head: name });
    }
    const allowed = [...head.needs, ...head.may];
    for (const key of Object.keys(place.value)) {
      if (key === name || allowed.includes(key)) continue;
      const context = { name: key, head: name, hint: didYouMean(key, allowed), allowed: listNames(allowed) };
      this.report('language.mapping.unknown_key', pointerTo(place.pointer, key), context);
    }
    head.read(this, place);
  }
}

const TEXT = { allowed: 'a text', isFine: (value: JsonValue) => typeof value === 'string' };
const FLAG = { allowed: 'true or false', isFine: (value: JsonValue) => typeof value === 'boolean' };
const LIST = { allowed: 'a list', isFine: (value: JsonValue) => Array.isArray(value) };
const OBJECT = { allowed: 'an object', isFine: isObject };

const HEADS: Readonly<Record<string, Head>> = {
  from: { needs: [], may: ['default', 'optional'], read: readFrom },
  value: { needs: [], may: [], read: () => {} },
  template: { needs: [], may: [], read: readTemplate },
  fn: { needs: [], may: ['args'], read: readFunction },
  object: {
    needs: [],
    may: [],
    read: (reader, place) => {
      if (!reader.expects(place, 'object', OBJECT)) return;
      const fields = place.value.object as JsonObject;
      for (const name of Object.keys(fields)) reader.expression(fields[name], pointerTo(place.pointer, 'object', name));
    },
  },
  list: { needs: [], may: [], read: (reader, place) => readList(reader, place, 'list') },
  each: { needs: ['as', 'to'], may: ['where'], read: readEach },
  table: { needs: ['key'], may: ['default'], read: readTable },
  cel: { needs: [], may: [], read: (reader, place) => readCel(reader, place, 'cel') },
};

const HEAD_NAMES = Object.keys(HEADS);

function readFrom(reader: MappingReader, place: Place): void {
  const from = ownValue(place.value, 'from');
  if (reader.expects(place, 'from', TEXT)) readPathText(reader, from as string, pointerTo(place.pointer, 'from'));
  reader.expects(place, 'optional', FLAG);
  reader.expression(ownValue(place.value, 'default'), pointerTo(place.pointer, 'default'));
  if (Object.hasOwn(place.value, 'default') && place.value.optional === true) {
    reader.report('language.mapping.default_and_optional', place.pointer, {});
  }
}

function readPathText(reader: MappingReader, path: string, pointer: string): void {
  const parsed = parsePath(path);
  if ('reason' in parsed)
    reader.report('language.mapping.bad_path', pointer, { path: path.slice(0, 100), reason: parsed.reason });
}

function readTemplate(reader: MappingReader, place: Place): void {
  if (!reader.expects(place, 'template', TEXT)) return;
  const parsed = parseTemplate(place.value.template as string);
  if ('reason' in parsed) {
    reader.report('language.mapping.bad_template', pointerTo(place.pointer, 'template'), { reason: parsed.reason });
  }
}

function readFunction(reader: MappingReader, place: Place): void {
  if (!reader.expects(place, 'fn', TEXT)) return;
  readList(reader, place, 'args');
  const name = place.value.fn as string;
  const known = functionNamed(name);
  if (known !== undefined) {
    readArguments(reader, place, known);
    return;
  }
  const names = MAPPING_FUNCTIONS.map((entry) => entry.name);
  const context = { name: name.slice(0, 60), hint: didYouMean(name, names) };
  reader.report('language.mapping.unknown_function', pointerTo(place.pointer, 'fn'), context);
}

function readArguments(reader: MappingReader, place: Place, known: MappingFunction): void {
  const args = ownValue(place.value, 'args') ?? [];
  const { min, max } = argumentRange(known);
  if (!Array.isArray(args) || (args.length >= min && args.length <= max)) return;
  const context = { name: known.name, given: args.length, allowed: rangeWords(min, max) };
  reader.report('language.mapping.argument_count', place.pointer, context);
}

function readList(reader: MappingReader, place: Place, name: string): void {
  if (!reader.expects(place, name, LIST)) return;
  for (const [index, item] of (place.value[name] as JsonValue[]).entries()) {
    reader.expression(item, pointerTo(place.pointer, name, index));
  }
}

function readEach(reader: MappingReader, place: Place): void {
  reader.expression(ownValue(place.value, 'each'), pointerTo(place.pointer, 'each'));
  reader.expression(ownValue(place.value, 'to'), pointerTo(place.pointer, 'to'));
  readCel(reader, place, 'where');
  if (!reader.expects(place, 'as', TEXT)) return;
  const name = place.value.as as string;
  const reason = refusedItemName(name);
  if (reason !== undefined)
    reader.report('language.mapping.bad_name', pointerTo(place.pointer, 'as'), { name: name.slice(0, 60), reason });
}

function readTable(reader: MappingReader, place: Place): void {
  reader.expects(place, 'table', OBJECT);
  reader.expression(ownValue(place.value, 'key'), pointerTo(place.pointer, 'key'));
  reader.expression(ownValue(place.value, 'default'), pointerTo(place.pointer, 'default'));
}

function readCel(reader: MappingReader, place: Place, name: string): void {
  if (!reader.expects(place, name, TEXT)) return;
  const compiled = compileCel(place.value[name] as string);
  if ('reason' in compiled)
    reader.report('language.mapping.bad_cel', pointerTo(place.pointer, name), { reason: compiled.reason });
}

function describe(value: JsonValue): string {
  return nameKinds(kindOf(value));
}
