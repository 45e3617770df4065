import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAppError } from '../foundation/index.ts';
import { findConnector, findOperation } from './registry.ts';

it('an unknown name is answered with the names that exist', () => {
  for (const [find, known] of [
    [() => findConnector('nonsense'), /sandbox_crm/],
    [() => findOperation('sandbox_crm', 'nonsense'), /create_task/],
    [() => findOperation('sandbox_crm', 'constructor'), /create_task/],
  ] as const) {
    assert.throws(find, (error) => isAppError(error) && error.kind === 'missing' && known.test(error.fix));
  }
});

it('a known name gives the declaration itself', () => {
  assert.equal(findOperation('sandbox_crm', 'create_task').class, 'K');
});
