/** Proves that the shape checker can fail: a bad sample for every rule, and a near miss beside it. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkCode } from '../../scripts/check-shape.ts';
import { findNameFindings } from '../../scripts/file-kind-rules.ts';
import { findWordFindings } from '../../scripts/word-rules.ts';

const lines = (count: number, line = 'call();') => Array.from({ length: count }, () => line).join('\n');

function rulesOf(path: string, text: string): string[] {
  return checkCode([{ path, text }]).map((finding) => finding.rule);
}

describe('file names', () => {
  const BAD = [
    'src/runs/utils.ts',
    'src/runs/helpers/claim.ts',
    'src/common/claim.ts',
    'src/runs/shared.ts',
    'src/runs/types.ts',
    'src/runs/interfaces.ts',
    'src/runs/constants.test.ts',
    'src/runs/string-utils.ts',
    'src/runs/retryDecision.ts',
    'src/runs/Retry.ts',
    'src/retry_things/decide.ts',
    'src/runs/worker.service.ts',
    'src/runs/worker.js',
    'src/runs/worker.tsx',
    'src/connectors/run.store.ts',
    'src/api/run.store.ts',
    'src/runs/run.routes.ts',
    'src/runs/claims.sql',
    'src/db/migrations/1_init.sql',
    'src/runs/setup.md',
    'src/runs/sample.json',
  ];
  for (const path of BAD) test(`${path} is refused`, () => assert.equal(findNameFindings([path]).length, 1));

  const GOOD = [
    'src/runs/retry-decision.ts',
    'src/runs/run.store.ts',
    'src/runs/run.store.pg.test.ts',
    'src/runs/worker.pg.test.ts',
    'src/api/run.routes.ts',
    'src/db/schema.sql',
    'src/db/migrations/000002_links.sql',
    'src/connectors/sandbox_crm/operations/get-deal.ts',
    'src/connectors/sandbox_crm/setup.md',
    'src/runs/README.md',
    'src/sandbox/sample/flow.yaml',
  ];
  for (const path of GOOD) test(`${path} is accepted`, () => assert.deepEqual(findNameFindings([path]), []));
});

describe('sizes', () => {
  test('a file of 351 lines is too long', () => {
    assert.deepEqual(rulesOf('src/runs/x.test.ts', lines(351)), ['file-length']);
    assert.deepEqual(rulesOf('src/runs/x.test.ts', `${lines(350)}\n`), []);
  });

  test('a function of 61 lines of code is too long', () => {
    assert.deepEqual(rulesOf('src/runs/x.ts', `export function run() {\n${lines(59)}\n}`), ['function-length']);
    assert.deepEqual(rulesOf('src/runs/x.ts', `export const run = () => {\n${lines(59)}\n};`), ['function-length']);
    assert.deepEqual(rulesOf('src/runs/x.ts', `class Run {\n  go() {\n${lines(59)}\n}\n}`), ['function-length']);
  });

  test('blank lines and comments make no function longer', () => {
    const text = `export function run() {\n${lines(58)}\n${lines(20, '')}\n${lines(20, '  // why')}\n/*\n${lines(9, 'x')}\n*/\n}`;
    assert.deepEqual(rulesOf('src/runs/x.ts', text), []);
  });

  test('a group of tests may be longer than a function, a test may not', () => {
    assert.deepEqual(rulesOf('src/runs/x.test.ts', `describe('a', () => {\n${lines(80)}\n});`), []);
    assert.deepEqual(rulesOf('src/runs/x.test.ts', `test('a', () => {\n${lines(80)}\n});`), ['function-length']);
  });

  test('a fourth positional parameter is remarked on', () => {
    const findings = checkCode([{ path: 'src/runs/x.ts', text: 'export function f(a, b, c, d) {}' }]);
    assert.deepEqual(
      findings.map((finding) => [finding.rule, finding.isAdvice]),
      [['parameters', true]],
    );
    assert.deepEqual(rulesOf('src/runs/x.ts', 'export function f(this: X, a, b, c) {}'), []);
    assert.deepEqual(rulesOf('src/runs/x.ts', 'export const f = () => text.replace(/x/, (a, b, c, d) => a);'), []);
  });
});

describe('nesting', () => {
  const nest = (depth: number) => `export function f() {${'if (a) {'.repeat(depth)}${'}'.repeat(depth)}}`;

  test('a fourth level is too deep', () => {
    assert.deepEqual(rulesOf('src/runs/x.ts', nest(3)), []);
    assert.deepEqual(rulesOf('src/runs/x.ts', nest(4)), ['nesting']);
    assert.deepEqual(rulesOf('src/runs/x.ts', nest(6)), ['nesting']);
  });

  test('loops, switches and try count like if', () => {
    const text = 'export function f() { for (;;) { while (a) { try { switch (a) { default: } } finally { } } } }';
    assert.deepEqual(rulesOf('src/runs/x.ts', text), ['nesting']);
  });

  test('a chain of else-if is one level', () => {
    const chain = 'if (a) {} else if (b) {} else if (c) {} else if (d) {} else if (e) {}';
    assert.deepEqual(rulesOf('src/runs/x.ts', `export function f() { for (;;) { ${chain} } }`), []);
  });

  test('a function inside starts anew', () => {
    const text = `export function f() { if (a) { if (b) { if (c) { list.map(() => { if (d) {} }); } } } }`;
    assert.deepEqual(rulesOf('src/runs/x.ts', text), []);
  });
});

describe('the top level', () => {
  test('importing a file does no work', () => {
    for (const text of ['start();', 'await start();', 'if (a) start();', 'for (const a of b) start(a);', 'a.b = 1;']) {
      assert.deepEqual(rulesOf('src/runs/x.ts', text), ['top-level'], text);
    }
  });

  test('a module keeps no variable that changes', () => {
    assert.deepEqual(rulesOf('src/runs/x.ts', 'let count = 0;'), ['top-level']);
    assert.deepEqual(rulesOf('src/runs/x.ts', 'export let count = 0;'), ['top-level']);
  });

  test('declarations, constants and the entry file are free', () => {
    assert.deepEqual(rulesOf('src/runs/x.ts', "import 'a';\nexport const A = make();\nclass B {}\ntype C = 1;"), []);
    assert.deepEqual(rulesOf('src/runs/x.ts', 'const A = function () {};\nA.prototype = Object.create(null);'), []);
    assert.deepEqual(rulesOf('src/app/main.ts', 'await start();'), []);
  });

  test("a room's index holds re-exports only", () => {
    assert.deepEqual(rulesOf('src/runs/index.ts', 'export const a = 1;'), ['top-level']);
    assert.deepEqual(rulesOf('src/runs/index.ts', "import { a } from './a.ts';\nexport { a };"), [
      'top-level',
      'top-level',
    ]);
    assert.deepEqual(
      rulesOf('src/runs/index.ts', "export { a, type B } from './a.ts';\nexport type { C } from './c.ts';"),
      [],
    );
    assert.deepEqual(rulesOf('src/connectors/crm/index.ts', 'export const crm = defineConnector({});'), []);
  });
});

describe('test titles', () => {
  test('one file never uses a title twice', () => {
    assert.deepEqual(rulesOf('src/runs/x.test.ts', "test('a', () => {});\ntest('a', () => {});"), ['test-title']);
    const inside = "describe('x', () => { it('a', () => {}); });\ndescribe('y', () => { it('a', () => {}); });";
    assert.deepEqual(rulesOf('src/runs/x.test.ts', inside), ['test-title']);
  });

  test('different titles and regular expressions called test are fine', () => {
    assert.deepEqual(rulesOf('src/runs/x.test.ts', "test('a', () => {});\ntest('b', () => {});"), []);
    assert.deepEqual(rulesOf('src/runs/x.test.ts', "/x/.test('a');\n/y/.test('a');"), []);
  });
});

describe('words', () => {
  const rules = (text: string, path = 'docs/x.md') => findWordFindings([{ path, text }]).map((finding) => finding.line);

  test('a replaced word is found in prose and in names', () => {
    for (const text of [
      'A Workflow is',
      'workflowId',
      'a CRM piece',
      'pieces',
      'snoozed',
      'SNOOZE',
      'the DLQ',
      'dlq_name',
    ]) {
      assert.deepEqual(rules(text), [1], text);
    }
  });

  test('the promise that nobody can keep is found', () => {
    assert.deepEqual(rules('first\nsends it exactly once'), [2]);
    assert.deepEqual(rules('exactly-once delivery'), [1]);
  });

  test('innocent words and the glossary are left alone', () => {
    assert.deepEqual(
      rules('a piece of text, a masterpiece, piecewise, adlqx, once, exactly, .github/workflows/ci.yml'),
      [],
    );
    assert.deepEqual(rules('workflow → flow', 'docs/glossary.md'), []);
  });
});
