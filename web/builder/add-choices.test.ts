import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AddGroup, addGroups, searchGroups } from './add-choices.ts';

const groups: readonly AddGroup[] = addGroups({
  connections: [{ name: 'books', connector: 'invoicing' } as never],
  connectors: [],
  known: new Map([
    [
      'invoicing',
      {
        name: 'invoicing',
        title: 'Invoicing',
        operations: [
          { name: 'upsert_customer', title: 'Create or update customer', summary: '', class: 'I' },
          { name: 'create_invoice', title: 'Create invoice', summary: '', class: 'K' },
          { name: 'call', title: 'Any call', summary: '', class: 'author' },
        ],
      } as never,
    ],
  ]),
});

const found = (search: string): string[] =>
  searchGroups(groups, search).flatMap(({ choices }) => choices.map(({ title }) => title));

test('the operation whose title is meant comes before one that only lies at the same vendor', () => {
  assert.equal(found('create inv')[0], 'Create invoice');
  assert.ok(found('create inv').includes('Create or update customer'));
  assert.equal(found('wait')[0], 'Wait');
  assert.deepEqual(found('no such thing'), []);
});

test('a call that can be anything is added with a declaration to fill in', () => {
  const [choice] = searchGroups(groups, 'any call').flatMap(({ choices }) => choices);
  assert.deepEqual(choice?.choice.kind === 'call' && choice.choice.needsDeclaration, true);
});
