import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFlow } from '../../src/language/index.ts';
import { comparisonsOf, conditionFields, conditionText, withCondition } from './condition-text.ts';

const schema = {
  type: 'object',
  properties: {
    total: { type: 'number' },
    isPaid: { type: 'boolean' },
    name: { type: 'string' },
    company: { type: 'object', properties: { 'tax no': { type: 'string' } } },
  },
};
const fields = conditionFields([{ root: 'trigger', title: 'Trigger', schema }]);
const field = (path: string) => {
  const found = fields.find((each) => each.path === path);
  assert.ok(found !== undefined, path);
  return found;
};

const NO_CATALOG = {
  connection: () => undefined,
  operation: () => undefined,
  triggerSchema: () => undefined,
  names: { connections: () => [], operations: () => [], connectors: () => [], events: () => [] },
};

/** The problems that publishing would find with the condition. */
function faultsOf(when: string): readonly string[] {
  const flow = {
    holdfast: 1,
    name: 'deals',
    title: 'Deals',
    trigger: { kind: 'webhook', signature: { kind: 'unsigned' }, schema, when },
    steps: [{ key: 'a', kind: 'delay', for: 'PT1S' }],
  };
  return checkFlow(flow as never, NO_CATALOG as never).map(({ message }) => message);
}

test('every comparison of every field is a condition that can be published', () => {
  for (const each of fields)
    for (const comparison of comparisonsOf(each)) {
      const text = conditionText(each, comparison, each.type === 'boolean' ? 'true' : '12');
      assert.deepEqual(faultsOf(text), [], text);
    }
});

test('a value stays what its field is: a number is compared as a number, a text in quotes with its own escaped', () => {
  assert.equal(conditionText(field('trigger.total'), '>', ' 100.5 '), 'trigger.total > 100.5');
  assert.equal(conditionText(field('trigger.name'), '==', '100'), 'trigger.name == "100"');
  assert.equal(conditionText(field('trigger.name'), '==', 'say "no"'), 'trigger.name == "say \\"no\\""');
  assert.equal(conditionText(field('trigger.isPaid'), '==', 'true'), 'trigger.isPaid == true');
});

test('one more condition narrows what was there', () => {
  assert.equal(withCondition('', 'b'), 'b');
  assert.equal(withCondition('a', 'b'), 'a && b');
  assert.equal(withCondition('a || c', 'b'), '(a || c) && b');
});
