import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import fc from 'fast-check';
import {
  canonicalJson,
  isAppError,
  type JsonValue,
  NumericText,
  numberFromText,
  parseJson,
} from '../../../foundation/index.ts';
import { compileMapping } from '../compile-mapping.ts';
import { MAPPING_FUNCTIONS, renderFunctionReference } from './registry.ts';

const SCOPE = { run: { id: 'r1', startedAt: '2026-11-24T09:30:00.000Z' } };

/** Calls a function of the mapping language with values of a run. */
const call = (fn: string, ...args: unknown[]) =>
  compileMapping({ fn, args: args.map((_, index) => ({ from: `given[${index}]` })) })({
    ...SCOPE,
    given: args as JsonValue[],
  });
const failure = (code: string) => (error: unknown) => isAppError(error, `language.mapping.${code}`);

for (const entry of MAPPING_FUNCTIONS) {
  test(`the example of ${entry.name} gives what its documentation says`, () => {
    assert.equal(canonicalJson(call(entry.name, ...entry.example.args)), canonicalJson(entry.example.result));
  });
}

test('names are unique, and every function is in the reference', () => {
  const names = MAPPING_FUNCTIONS.map((entry) => entry.name);
  assert.equal(new Set(names).size, names.length);
  const reference = renderFunctionReference();
  for (const name of names) assert.ok(reference.includes(`\`${name}(`), name);
});

test('the page docs/reference/mapping.md has the functions as they are', () => {
  const page = readFileSync(new URL('../../../../docs/reference/mapping.md', import.meta.url), 'utf8');
  assert.ok(page.includes(renderFunctionReference()), 'put what renderFunctionReference() gives into the page');
});

test('null is never turned into a text or a number', () => {
  for (const [fn, args] of [
    ['concat', ['a', null]],
    ['upper', [null]],
    ['add', [1, null]],
    ['join', [['a', null]]],
    ['toText', [null]],
    ['count', [null]],
  ] as const) {
    assert.throws(
      () => call(fn, ...args),
      (error) => failure('wrong_type')(error) || failure('function_failed')(error),
      fn,
    );
  }
});

test('texts: characters are whole, and replacing is literal', () => {
  assert.equal(call('length', '😀é'), 2);
  assert.equal(call('substring', 'a😀b', 1, 2), '😀');
  assert.equal(call('substring', 'abc', -1), 'c');
  assert.equal(call('replace', 'a.c$&', '.', '$&'), 'a$&c$&');
  assert.equal(call('join', ['a', 1, true], '-'), 'a-1-true');
  assert.equal(call('slug', '  Łódź / Straße  '), 'lodz-strasse');
  assert.throws(() => call('split', 'abc', ''), failure('function_failed'));
});

test('numbers: arithmetic is exact where doubles are not', () => {
  assert.equal(String(call('add', new NumericText('9007199254740993'), 1)), '9007199254740994');
  assert.equal(String(call('multiply', new NumericText('1.10'), 3)), '3.3');
  assert.equal(String(call('subtract', 0.3, 0.1)), '0.2');
  assert.equal(String(call('divide', 1, 3, 5)), '0.33333');
  assert.equal(String(call('round', 2.5, 0, 'half_even')), '2');
  assert.equal(String(call('sum', [0.1, 0.2, 0.3])), '0.6');
  assert.throws(() => call('divide', 1, 0), failure('function_failed'));
  assert.throws(() => call('round', 1, 0, 'sideways'), failure('function_failed'));
  assert.throws(() => call('round', 1, 1.5), failure('wrong_type'));
});

test("numbers are read from texts and written to them with marks of one's own", () => {
  assert.equal(call('toNumber', '-1,234.5'), -1234.5);
  assert.equal(call('toNumber', '1 234,5', ','), 1234.5);
  assert.equal(call('toNumber', "1'000"), 1000);
  assert.equal(call('toNumber', '007'), 7);
  assert.equal(call('formatNumber', -1234567.005, 2, ',', '.'), '-1.234.567,01');
  for (const text of ['', 'abc', '1.2.3', '1e5', '0x10', '--1'])
    assert.throws(() => call('toNumber', text), failure('function_failed'), text);
});

test('money: amounts and minor units follow the currency, and nothing is rounded unasked', () => {
  assert.equal(call('toMinorUnits', 5, 'JPY'), 5);
  assert.equal(call('toMinorUnits', 1.234, 'KWD'), 1234);
  assert.equal(call('fromMinorUnits', 1234, 'KWD'), 1.234);
  assert.equal(call('toMinorUnits', 1.005, 'EUR', 'half_up'), 101);
  assert.equal(call('formatMoney', 1234567, 'JPY'), '1,234,567 JPY');
  assert.throws(() => call('toMinorUnits', 1.005, 'EUR'), failure('function_failed'));
  assert.throws(() => call('toMinorUnits', 1, 'euro'), failure('function_failed'));
});

test('dates: zones and summer time are kept apart from days', () => {
  assert.equal(call('parseDate', '29.03.2026 02:30', 'dd.MM.yyyy HH:mm', 'Europe/Berlin'), '2026-03-29T01:30:00Z');
  assert.equal(
    call('parseDate', 'Nov 24, 2026 1:05 pm', ['yyyy', 'MMM d, yyyy h:mm a'], 'America/New_York'),
    '2026-11-24T18:05:00Z',
  );
  assert.equal(call('parseDate', 1795512600, 'unix'), '2026-11-24T09:30:00Z');
  assert.equal(call('parseDate', '2026-11-24T10:30:00+01:00', 'iso'), '2026-11-24T09:30:00Z');
  assert.equal(call('parseDate', '24/11/26', 'dd/MM/yy'), '2026-11-24');
  assert.equal(call('formatDate', '2026-11-24', "EEEE, d MMMM yyyy 'at' h a"), 'Tuesday, 24 November 2026 at 12 AM');
  assert.equal(
    call('formatDate', '2026-07-01T00:00:00Z', 'yyyy-MM-dd HH:mm XXX', 'Europe/Berlin'),
    '2026-07-01 02:00 +02:00',
  );
  assert.equal(call('addDuration', '2026-03-28T12:00:00Z', 'P1D', 'Europe/Berlin'), '2026-03-29T11:00:00Z');
  assert.equal(call('addDuration', '2026-01-31', 'P1M'), '2026-02-28');
  assert.equal(call('dateDiffDays', '2026-11-24T23:30:00Z', '2026-11-25T00:30:00Z', 'Europe/Berlin'), 0);
});

test('dates: what does not exist, has no zone or does not follow a pattern is an error', () => {
  for (const [fn, args] of [
    ['parseDate', ['31.02.2026', 'dd.MM.yyyy']],
    ['parseDate', ['24.11.2026 10:30', 'dd.MM.yyyy HH:mm']],
    ['parseDate', ['2026-11-24', 'yyyy-QQ']],
    ['toIso', ['2026-11-24T10:30:00']],
    ['formatDate', ['2026-11-24', 'yyyy', 'Europe/Nowhere']],
    ['formatDate', ['2026-11-24', "'open"]],
    ['addDuration', ['2026-11-24', 'two days']],
    ['startOfDay', ['x'.repeat(1_000), 'UTC']],
  ] as const) {
    assert.throws(() => call(fn, ...args), failure('function_failed'), JSON.stringify(args));
  }
});

test('now is the start of the run, so that a retried call is equal byte for byte', () => {
  assert.equal(call('now'), '2026-11-24T09:30:00Z');
  assert.throws(() => compileMapping({ fn: 'now' })({}), failure('function_failed'));
});

test('lists: sorting keeps numbers and texts apart and puts null last', () => {
  assert.deepEqual(call('sort', [3, null, 1, 2]), [1, 2, 3, null]);
  assert.deepEqual(call('sort', [{ n: 'b' }, { n: 'a' }], 'n', 'desc'), [{ n: 'b' }, { n: 'a' }]);
  assert.deepEqual(call('unique', [1, numberFromText('1.0'), 2]), [1, 2]);
  assert.equal(call('contains', [1, 2], numberFromText('2.0')), true);
  assert.equal(call('first', []), null);
  assert.throws(() => call('sort', [1, 'a']), failure('function_failed'));
  assert.throws(() => call('pluck', [{ a: 1 }, {}], 'a'), failure('function_failed'));
});

test('what a function gives is bounded, before it is built', () => {
  const long = 'x'.repeat(900_000);
  assert.throws(() => call('concat', ...Array(20).fill(long)), failure('function_failed'));
  assert.throws(() => call('join', Array(5_000).fill(long), ''), failure('function_failed'));
  assert.throws(() => call('replace', 'a'.repeat(10_000), 'a', 'b'.repeat(10_000)), failure('function_failed'));
  assert.throws(() => call('split', 'a,'.repeat(20_000), ','), failure('function_failed'));
  assert.throws(() => call('flatten', Array(200).fill(Array(200).fill(1))), failure('function_failed'));
  assert.throws(() => call('padStart', 'a', 1_001), failure('function_failed'));
  assert.throws(() => call('parseJson', `"${'x'.repeat(1_000_001)}"`), failure('function_failed'));
  assert.throws(
    () => call('multiply', ...Array(20).fill(numberFromText(`1${'0'.repeat(300)}`))),
    failure('function_failed'),
  );
});

test('errors of functions never quote the data, which would end up in the log', () => {
  const secret = 's3cret-value';
  for (const [fn, args] of [
    ['toNumber', [secret]],
    ['parseDate', [secret, 'dd.MM']],
    ['toIso', [secret, 'UTC']],
    ['toMinorUnits', [1, secret]],
    ['parseJson', [secret]],
    ['formatDate', ['2026-11-24', 'yyyy', secret]],
  ] as const) {
    assert.throws(
      () => call(fn, ...args),
      (error) => isAppError(error) && !error.message.includes(secret),
      fn,
    );
  }
});

test('property: amounts go to minor units and back without change', () => {
  const anyCurrency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), anyCurrency, (units, currency) => {
      const amount = call('fromMinorUnits', numberFromText(String(units)), currency);
      assert.equal(String(call('toMinorUnits', amount, currency)), String(units));
    }),
  );
});

test('property: no function throws anything but an AppError, whatever it is given', () => {
  const anyArgument = fc.oneof(
    fc.json({ maxDepth: 2 }).map((text) => parseJson(text)),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom('UTC', 'P1D', '2026-11-24', 'EUR'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...MAPPING_FUNCTIONS), fc.array(anyArgument, { maxLength: 4 }), (entry, args) => {
      try {
        call(entry.name, ...args);
      } catch (error) {
        assert.ok(isAppError(error), String(error));
      }
    }),
    { numRuns: 1_000 },
  );
});
