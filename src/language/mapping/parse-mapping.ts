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
import { FunctionError, type MappingFunction } from './functions/mapping-function.ts';
import { argumentRange, functionNamed, MAPPING_FUNCTIONS, parameterAt } from './functions/registry.ts';
import { hiddenName, refusedItemName } from './item-name.ts';
import type { Expression, Mapping } from './mapping.ts';
import { type MAPPING_PROBLEMS, mappingProblem } from './mapping-problems.ts';
import { parsePath } from './path.ts';
import type { PlacedExpression, UnreadablePositions } from './problem-list.ts';
import { parseTemplate } from './template.ts';

export interface ParsedMapping {
  /** There when there is no problem. */
  readonly mapping?: Mapping;
  readonly problems: readonly Problem[];
  readonly unreadable: UnreadablePositions;
}

const MAX_MAPPING_DEPTH = 32;
const MAX_POSITIONS = 5_000;
const MAX_PROBLEMS = 50;

interface ParseMappingOptions {
  /** Put before the pointers of the problems. */
  readonly pointer?: string;
  /** Names that loops around the mapping give to their items. */
  readonly itemNames?: readonly string[];
}

/** Reads a mapping; never throws. */
export function parseMapping(value: JsonValue, options: ParseMappingOptions = {}): ParsedMapping {
  const reader = new MappingReader(options.itemNames ?? []);
  reader.expression(value, options.pointer ?? '');
  const { problems, unreadable } = reader;
  return problems.length === 0
    ? { mapping: value as unknown as Mapping, problems, unreadable }
    : { problems, unreadable };
}

type Place = { readonly value: JsonObject; readonly pointer: string };

interface Head {
  readonly needs: readonly string[];
  readonly may: readonly string[];
  readonly read: (reader: MappingReader, place: Place) => void;
}

/** The position that is being read. */
interface OpenPosition {
  isFaulty: boolean;
  readonly inner: PlacedExpression[];
}

class MappingReader {
  readonly problems: Problem[] = [];
  readonly unreadable = new Map<string, readonly PlacedExpression[]>();
  #itemNames: readonly string[];
  #open: OpenPosition = { isFaulty: false, inner: [] };
  #depth = 0;
  #positionCount = 0;

  constructor(itemNames: readonly string[]) {
    this.#itemNames = itemNames;
  }

  expression(value: JsonValue | undefined, pointer: string): void {
    if (value === undefined) return;
    const outer = this.#open;
    outer.inner.push({ expression: value as unknown as Expression, pointer });
    this.#open = { isFaulty: false, inner: [] };
    this.#position(value, pointer);
    if (this.#open.isFaulty) this.unreadable.set(pointer, this.#open.inner);
    this.#open = outer;
  }

  /** Reads an expression inside a loop; one whose name is refused still stands inside of it. */
  itemExpression(value: JsonValue | undefined, pointer: string, itemName: string): void {
    const outer = this.#itemNames;
    this.#itemNames = [...outer, itemName];
    this.expression(value, pointer);
    this.#itemNames = outer;
  }

  /** The name of a loop around the position that the items of another one would hide. */
  hiddenBy(itemName: string): string | undefined {
    return hiddenName(itemName, this.#itemNames);
  }

  #position(value: JsonValue, pointer: string): void {
    this.#positionCount += 1;
    const isTooMany = this.#positionCount > MAX_POSITIONS;
    if (this.#positionCount === MAX_POSITIONS + 1)
      this.report('language.mapping.too_many', pointer, { allowed: MAX_POSITIONS });
    this.#open.isFaulty = isTooMany || this.problems.length >= MAX_PROBLEMS;
    const name = this.#open.isFaulty ? undefined : this.#headOf(value, pointer);
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
    this.#open.isFaulty = true;
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
  if (!Array.isArray(args)) return;
  for (const [index, argument] of args.entries()) {
    readConstant(reader, { argument, pointer: pointerTo(place.pointer, 'args', index) }, { known, index });
  }
  const { min, max } = argumentRange(known);
  if (args.length >= min && args.length <= max) return;
  const context = { name: known.name, given: args.length, allowed: rangeWords(min, max) };
  reader.report('language.mapping.argument_count', place.pointer, context);
}

/** A pattern, a path or a word that stands in the mapping itself is known before any data is. */
function readConstant(
  reader: MappingReader,
  { argument, pointer }: { argument: JsonValue; pointer: string },
  { known, index }: { known: MappingFunction; index: number },
): void {
  const parameter = parameterAt(known, index);
  const constant = constantOf(argument);
  if (parameter?.requireUsable === undefined || constant === undefined) return;
  // What is of the wrong kind is told by the check of types.
  if ((kindOf(constant) & parameter.kinds) === 0) return;
  try {
    parameter.requireUsable(constant);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const context = { name: known.name, parameter: parameter.name, reason: error.message };
    reader.report('language.mapping.bad_constant', pointer, context);
  }
}

/** The value of an expression that is the same in every run: a constant, or a list of constants. */
function constantOf(expression: JsonValue): JsonValue | undefined {
  if (!isObject(expression) || Object.keys(expression).length !== 1) return undefined;
  const list = ownValue(expression, 'list');
  if (!Array.isArray(list)) return ownValue(expression, 'value');
  const items = list.map((item) => (isObject(item) ? ownValue(item, 'value') : undefined));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function readList(reader: MappingReader, place: Place, name: string): void {
  if (!reader.expects(place, name, LIST)) return;
  for (const [index, item] of (place.value[name] as JsonValue[]).entries()) {
    reader.expression(item, pointerTo(place.pointer, name, index));
  }
}

function readEach(reader: MappingReader, place: Place): void {
  reader.expression(ownValue(place.value, 'each'), pointerTo(place.pointer, 'each'));
  const name = ownValue(place.value, 'as');
  const to = [ownValue(place.value, 'to'), pointerTo(place.pointer, 'to')] as const;
  if (typeof name === 'string') reader.itemExpression(...to, name);
  else reader.expression(...to);
  readCel(reader, place, 'where');
  if (reader.expects(place, 'as', TEXT)) readItemName(reader, name as string, pointerTo(place.pointer, 'as'));
}

function readItemName(reader: MappingReader, name: string, pointer: string): void {
  const reason = refusedItemName(name);
  const hidden = reader.hiddenBy(name);
  if (reason !== undefined) reader.report('language.mapping.bad_name', pointer, { name: name.slice(0, 60), reason });
  else if (hidden !== undefined) reader.report('language.mapping.shadowed_name', pointer, { name, hidden });
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
