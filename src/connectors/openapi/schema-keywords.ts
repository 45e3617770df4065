/**
 * Keywords that hold plain values: kept where `compileSchema` takes them, mended where it is plain what was meant, else
 * left out with a reason, so that one strange keyword costs itself and no more.
 */
import { isObject, type JsonObject, type JsonValue, NumericText, ownValue } from '../../foundation/index.ts';
import { compileSchema } from '../../language/index.ts';

/** Values of one `enum`; a longer list is no choice that a form could offer. */
const MAX_CHOICES = 2_000;
const MAX_TEXT_LENGTH = 2_000;
const MAX_EXAMPLES = 5;
const MAX_EXAMPLE_LENGTH = 5_000;
const TYPES: ReadonlySet<string> = new Set(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']);
/** What authors write for a type; the type that is meant. */
const MEANT_TYPES: Readonly<Record<string, string>> = {
  str: 'string',
  text: 'string',
  date: 'string',
  datetime: 'string',
  uuid: 'string',
  int: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  bool: 'boolean',
  list: 'array',
};

/** What became of a keyword's value; neither: it is left out without a word. */
export interface Cleaned {
  readonly value?: JsonValue;
  /** Why it was left out or changed, as the end of a sentence. */
  readonly reason?: string;
}

type Cleaner = (value: JsonValue, keyword: string, schema: JsonObject) => Cleaned;

const CLEANERS: ReadonlyMap<string, Cleaner> = new Map<string, Cleaner>([
  ...['title', 'description', '$comment'].map((name) => [name, cleanText] as const),
  ...['nullable', 'readOnly', 'writeOnly', 'deprecated', 'uniqueItems'].map((name) => [name, cleanFlag] as const),
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'].map(
    (name) => [name, cleanCount] as const,
  ),
  ...['minContains', 'maxContains'].map((name) => [name, cleanCount] as const),
  ...['minimum', 'maximum'].map((name) => [name, cleanNumber] as const),
  ...['exclusiveMinimum', 'exclusiveMaximum'].map((name) => [name, cleanExclusive] as const),
  ['multipleOf', cleanByTrial],
  ['type', cleanType],
  ['enum', cleanEnum],
  ['const', keep],
  ['default', keepSmall],
  ['example', keepSmall],
  ['examples', cleanExamples],
  ['format', cleanFormat],
  ['pattern', cleanPattern],
  ['required', cleanRequired],
  ['dependentRequired', cleanByTrial],
  ['discriminator', keepObject],
  ['xml', keepObject],
  ['contentEncoding', cleanText],
  ['contentMediaType', cleanText],
]);

/** The cleaned value of a keyword; undefined: it is none that holds a plain value. */
export function cleanKeyword(keyword: string, schema: JsonObject): Cleaned | undefined {
  const value = ownValue(schema, keyword) as JsonValue;
  return CLEANERS.get(keyword)?.(value, keyword, schema);
}

/** Bounds of which the lower one is above the upper one: nothing could fit. */
export function contradictions(schema: JsonObject): readonly (readonly [string, string])[] {
  const pairs = [
    ['minLength', 'maxLength'],
    ['minItems', 'maxItems'],
    ['minProperties', 'maxProperties'],
    ['minimum', 'maximum'],
  ] as const;
  return pairs.filter(([low, high]) => Number(String(schema[low])) > Number(String(schema[high])));
}

function keep(value: JsonValue): Cleaned {
  return { value };
}

function keepSmall(value: JsonValue): Cleaned {
  return isSmall(value) ? { value } : {};
}

function keepObject(value: JsonValue): Cleaned {
  return isObject(value) && isSmall(value) ? { value } : {};
}

function cleanText(value: JsonValue): Cleaned {
  return typeof value === 'string' ? { value: value.slice(0, MAX_TEXT_LENGTH) } : {};
}

function cleanFlag(value: JsonValue): Cleaned {
  if (value === true || value === 'true') return { value: true };
  return {};
}

function cleanCount(value: JsonValue): Cleaned {
  const count = numberOf(value);
  return count !== undefined && Number.isSafeInteger(count) && count >= 0
    ? { value: count }
    : { reason: 'is no whole number from 0' };
}

function cleanNumber(value: JsonValue): Cleaned {
  if (typeof value === 'number' || value instanceof NumericText) return { value };
  const number = numberOf(value);
  return number === undefined ? { reason: 'is no number' } : { value: number };
}

function cleanExclusive(value: JsonValue): Cleaned {
  if (value === false) return {};
  return value === true ? { value } : cleanNumber(value);
}

function cleanType(value: JsonValue): Cleaned {
  if (!Array.isArray(value)) return cleanTypeName(value);
  const names = [...new Set(value.map((name) => cleanTypeName(name === null ? 'null' : name).value))];
  const known = names.filter((name) => typeof name === 'string');
  if (known.length === 0 || known.length < names.length) return { reason: 'names no type' };
  return { value: known };
}

function cleanTypeName(value: JsonValue): Cleaned {
  const name = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (TYPES.has(name)) return { value: name };
  if (name === 'any') return {};
  const meant = Object.hasOwn(MEANT_TYPES, name) ? MEANT_TYPES[name] : undefined;
  return meant === undefined
    ? { reason: 'names no type' }
    : { value: meant, reason: `names no type; "${meant}" seems to be meant` };
}

function cleanEnum(value: JsonValue, _keyword: string, schema: JsonObject): Cleaned {
  if (!Array.isArray(value) || value.length === 0) return { reason: 'is no list of values' };
  if (value.length > MAX_CHOICES) return { reason: `has more than ${MAX_CHOICES} values` };
  if (!isSmall(value, MAX_EXAMPLE_LENGTH * 40)) return { reason: 'is too large' };
  if (ownValue(schema, 'type') !== 'string') return { value };
  return { value: value.map((choice) => (isScalar(choice) ? String(choice) : choice)) };
}

function cleanExamples(value: JsonValue): Cleaned {
  if (!Array.isArray(value)) return {};
  return { value: value.slice(0, MAX_EXAMPLES).filter((example) => isSmall(example)) };
}

function cleanFormat(value: JsonValue): Cleaned {
  return typeof value === 'string' ? { value: value.slice(0, 100) } : { reason: 'is no text' };
}

function cleanPattern(value: JsonValue, keyword: string): Cleaned {
  if (typeof value !== 'string') return { reason: 'is no text' };
  return cleanByTrial(value, keyword);
}

function cleanRequired(value: JsonValue): Cleaned {
  if (typeof value === 'boolean') return {};
  if (!Array.isArray(value)) return { reason: 'is no list of names' };
  const names = [...new Set(value.filter((name) => typeof name === 'string'))];
  return { value: names };
}

/** Asks `compileSchema` itself. */
function cleanByTrial(value: JsonValue, keyword: string): Cleaned {
  const reason = whyRefused({ [keyword]: value });
  return reason === undefined ? { value } : { reason };
}

/** Why `compileSchema` refuses a schema; undefined where it takes it. */
export function whyRefused(schema: JsonObject, root: JsonObject = schema): string | undefined {
  try {
    compileSchema(schema, { root });
    return undefined;
  } catch (error) {
    const said = (error as { context?: { reason?: unknown } }).context?.reason;
    return `cannot be used: ${typeof said === 'string' ? said.replace(/\.$/, '') : 'it is refused'}`.slice(0, 300);
  }
}

function numberOf(value: JsonValue): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = Number(String(value));
  return Number.isFinite(number) ? number : undefined;
}

function isScalar(value: JsonValue): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || value instanceof NumericText;
}

/** Counts at most `max` characters, and no deeper than a schema may be. */
function isSmall(value: JsonValue, max = MAX_EXAMPLE_LENGTH): boolean {
  let left = max;
  const open: JsonValue[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    left -= typeof next === 'string' ? next.length + 2 : 4;
    if (left < 0) return false;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (isObject(next)) for (const key of Object.keys(next)) open.push(next[key] as JsonValue);
  }
  return true;
}
