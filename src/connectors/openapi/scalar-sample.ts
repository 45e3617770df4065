/** Texts and numbers for an example request, within the bounds that a schema has. */
import { type JsonObject, makeObject } from '../../foundation/index.ts';
import { compileSchema } from '../../language/index.ts';
import { samplePattern } from './pattern-sample.ts';
import { boundOf } from './schema-parts.ts';

const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-01-15',
  'date-time': '2026-01-15T09:30:00Z',
  time: '09:30:00Z',
  email: 'person@example.com',
  uri: 'https://example.com/a',
  url: 'https://example.com/a',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  byte: 'ZXhhbXBsZQ==',
};
const PLAIN = 'example';
/** Texts that many patterns are about. */
const LIKELY = [
  PLAIN,
  '1',
  'A',
  'EUR',
  'en',
  'en-US',
  'DE',
  '12',
  '10.00',
  '#112233',
  '2026-01',
  '+4930123456',
  'abc123',
  ...Object.values(BY_FORMAT),
];
const EXTRA_TURNS = [0, 1, 2, 4, 8, 16, 40];
const MAX_SAMPLE_LENGTH = 5_000;

/** A text for these parts of a schema; `turn` makes another one each time. */
export function sampleText(parts: readonly JsonObject[], turn: number): string {
  const isBase64 = parts.some((part) => part.contentEncoding === 'base64');
  const format = isBase64 ? 'byte' : parts.map((part) => part.format).find((name) => typeof name === 'string');
  const own = Object.hasOwn(BY_FORMAT, format ?? '') ? BY_FORMAT[format as string] : undefined;
  const first = own ?? (turn === 0 ? PLAIN : `${PLAIN}${turn}`);
  const patterns = parts.map((part) => part.pattern).filter((pattern) => typeof pattern === 'string');
  const low = boundOf(parts, 'minLength', 1) ?? 0;
  const high = boundOf(parts, 'maxLength', -1) ?? MAX_SAMPLE_LENGTH;
  if (patterns.length === 0) return fitLength(first, low, high);
  const limits = {
    allOf: patterns.map((pattern) => makeObject([['pattern', pattern]])),
    minLength: low,
    maxLength: high,
  };
  const check = compileSchema(limits, { maxProblems: 1 });
  for (const text of candidates([first, fitLength(first, low, high)], patterns))
    if (check(text).length === 0) return text;
  return first;
}

function* candidates(first: readonly string[], patterns: readonly string[]): Generator<string> {
  yield* first;
  for (const pattern of patterns) {
    for (const extra of EXTRA_TURNS) {
      const text = samplePattern(pattern, extra);
      if (text !== undefined) yield text;
    }
  }
  yield* LIKELY;
}

/** A number for these parts of a schema. */
export function sampleNumber(parts: readonly JsonObject[], isWhole: boolean, turn: number): number {
  const step = boundOf(parts, 'multipleOf', 1) ?? (isWhole ? 1 : undefined);
  const isAbove = parts.some((part) => part.exclusiveMinimum === true);
  const isBelow = parts.some((part) => part.exclusiveMaximum === true);
  const gap = step ?? 0.5;
  const low = most(
    [boundOf(parts, 'minimum', 1), isAbove ? gap : 0],
    [boundOf(parts, 'exclusiveMinimum', 1), gap],
    Math.max,
  );
  const high = most(
    [boundOf(parts, 'maximum', -1), isBelow ? -gap : 0],
    [boundOf(parts, 'exclusiveMaximum', -1), -gap],
    Math.min,
  );
  const wanted = 1 + turn;
  const inside =
    Math.max(low ?? Number.NEGATIVE_INFINITY, Math.min(wanted, high ?? wanted)) +
    (low !== undefined && low > 1 ? turn : 0);
  if (step === undefined) return inside;
  const up = Math.ceil(inside / step) * step;
  return high !== undefined && up > high ? Math.floor(inside / step) * step : up;
}

type Bound = readonly [bound: number | undefined, gap: number];

function most(first: Bound, second: Bound, choose: (...values: number[]) => number): number | undefined {
  const bounds = [first, second]
    .filter(([bound]) => bound !== undefined)
    .map(([bound, gap]) => (bound as number) + gap);
  return bounds.length === 0 ? undefined : choose(...bounds);
}

function fitLength(text: string, low: number, high: number): string {
  const wanted = Math.min(low, MAX_SAMPLE_LENGTH);
  return text.padEnd(wanted, 'x').slice(0, Math.max(high, 0));
}
