/**
 * `application/x-www-form-urlencoded` with nesting: `items[0][sku]=A%201`. Objects and lists that are empty write
 * nothing, null writes an empty value, since the format knows neither.
 */
import { isObject, type JsonObject, type JsonValue, type NumericText } from '../foundation/index.ts';
import { failBody } from './request-body-failure.ts';
import { encodeStrictly } from './request-url.ts';

const MAX_DEPTH = 32;

/** The form as text; throws `outbound.request.body_invalid` for what would read back differently. */
export function encodeForm(value: JsonObject): string {
  const pairs: string[] = [];
  for (const [key, member] of Object.entries(value))
    writeMember(pairs, { name: encodeName(key, key), depth: 1 }, member);
  return pairs.join('&');
}

interface Place {
  /** The parameter's name so far, encoded. */
  readonly name: string;
  readonly depth: number;
}

function writeMember(pairs: string[], place: Place, value: JsonValue): void {
  if (place.depth > MAX_DEPTH) throw failForm(place.name, `it is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) writeMember(pairs, inside(place, String(index)), item);
    return;
  }
  if (isObject(value)) {
    for (const [key, member] of Object.entries(value))
      writeMember(pairs, inside(place, encodeName(key, place.name)), member);
    return;
  }
  pairs.push(`${place.name}=${encodeText(formText(value), place.name)}`);
}

function inside(place: Place, encodedKey: string): Place {
  return { name: `${place.name}%5B${encodedKey}%5D`, depth: place.depth + 1 };
}

/** A bracket inside a key would read as one level more on the other side. */
function encodeName(key: string, place: string): string {
  if (key === '') throw failForm(place, 'a name is empty');
  if (/[[\]]/.test(key)) throw failForm(place, 'a name holds a square bracket');
  return encodeText(key, place);
}

function encodeText(text: string, place: string): string {
  if (!text.isWellFormed()) throw failForm(place, 'it holds half of a character (a lone surrogate)');
  return encodeStrictly(text).replaceAll('%20', '+');
}

function formText(value: null | boolean | number | string | NumericText): string {
  return value === null ? '' : String(value);
}

function failForm(place: string, problem: string): Error {
  return failBody({ format: 'a form', place, problem });
}
