/** Expressions and values in words, short enough for one line of a list of changes. */
import { canonicalJson, isObject, type JsonObject, type JsonValue, ownValue } from '../../foundation/index.ts';

const MAX_CODE_LENGTH = 80;
const MAX_ARGUMENTS = 4;

/** A text in backquotes, cut where it is long. */
export function code(text: string): string {
  const line = text.replaceAll('`', "'").replaceAll(/\s+/g, ' ');
  return `\`${line.length > MAX_CODE_LENGTH ? `${line.slice(0, MAX_CODE_LENGTH - 1)}…` : line}\``;
}

/** A value as JSON in backquotes; texts without their quotation marks. */
export function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  return code(typeof value === 'string' && value !== '' ? value : canonicalJson(value));
}

/** What an expression gives, as a noun: `trigger.data.email` or "the constant `14`". */
export function expressionText(expression: JsonValue | undefined): string {
  if (!isObject(expression)) return valueText(expression);
  const head = HEADS.find((name) => Object.hasOwn(expression, name));
  return head === undefined ? valueText(expression) : WORDS[head](expression);
}

/** What has become of a place, as the end of a sentence: "now comes from `trigger.data.email`". */
export function becameText(expression: JsonValue): string {
  const isCopy = isObject(expression) && Object.hasOwn(expression, 'from');
  return `${isCopy ? 'now comes from' : 'is now'} ${expressionText(expression)}`;
}

const WORDS = {
  from: (expression) => valueText(ownValue(expression, 'from')) + missingText(expression),
  value: (expression) => `the constant ${code(canonicalJson(ownValue(expression, 'value') ?? null))}`,
  template: (expression) => `the text ${valueText(ownValue(expression, 'template'))}`,
  fn: (expression) => code(formula(expression)),
  cel: (expression) => `the formula ${valueText(ownValue(expression, 'cel'))}`,
  each: (expression) => `one entry for each item of ${expressionText(ownValue(expression, 'each'))}`,
  table: (expression) => `a value table by ${expressionText(ownValue(expression, 'key'))}`,
  object: (expression) => `an object with ${namesText(ownValue(expression, 'object'))}`,
  list: (expression) => `a list of ${countText(ownValue(expression, 'list'))}`,
} as const satisfies Record<string, (expression: JsonObject) => string>;

const HEADS = Object.keys(WORDS) as (keyof typeof WORDS)[];

function missingText(expression: JsonObject): string {
  const fallback = ownValue(expression, 'default');
  if (fallback !== undefined) return `, or ${expressionText(fallback)} when it is missing`;
  return ownValue(expression, 'optional') === true ? ', left out when it is missing' : '';
}

/** `upper(trigger.data.country)` */
function formula(expression: JsonValue): string {
  if (!isObject(expression)) return canonicalJson(expression);
  const from = ownValue(expression, 'from');
  if (typeof from === 'string') return from;
  const fn = ownValue(expression, 'fn');
  const args = ownValue(expression, 'args');
  if (typeof fn !== 'string') return canonicalJson(ownValue(expression, 'value') ?? expression);
  const given = Array.isArray(args) ? args : [];
  const shown = given.slice(0, MAX_ARGUMENTS).map(formula);
  return `${fn}(${[...shown, ...(given.length > MAX_ARGUMENTS ? ['…'] : [])].join(', ')})`;
}

function namesText(object: JsonValue | undefined): string {
  const names = isObject(object) ? Object.keys(object) : [];
  return names.length === 0 ? 'no fields' : code(names.join(', '));
}

function countText(list: JsonValue | undefined): string {
  const count = Array.isArray(list) ? list.length : 0;
  return count === 1 ? '1 item' : `${count} items`;
}
