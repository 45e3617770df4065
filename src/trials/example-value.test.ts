import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registry } from '../connectors/index.ts';
import { makeObject } from '../foundation/index.ts';
import { compileSchema } from '../language/index.ts';
import { exampleOf } from './example-value.ts';

test('every operation of every connector has an example output that keeps its contract', () => {
  for (const { name, operations } of registry.values()) {
    for (const { name: operation, output, examples } of Object.values(operations)) {
      const example = exampleOf(output, examples[0]?.input ?? makeObject());
      assert.ok(example !== undefined, `${name}.${operation} has no example`);
      assert.deepEqual(compileSchema(output)(example), [], `${name}.${operation}`);
    }
  }
});

test('what the input says under the same name is in the example, unless the contract wants something else there', () => {
  const schema = {
    type: 'object',
    properties: { id: { type: 'string' }, email: { type: 'string' }, size: { type: 'integer' } },
  };
  const example = exampleOf(schema, { email: 'ada@engines.example', size: 'large' });
  assert.deepEqual({ ...(example as object) }, { id: 'example', email: 'ada@engines.example', size: 1 });
});
