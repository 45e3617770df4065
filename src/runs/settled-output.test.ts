import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeObject } from '../foundation/index.ts';
import { settledOutput } from './settled-output.ts';

const by = 'jane';
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

it('a write that did not happen gives nothing', () => {
  assert.equal(settledOutput({ happened: false, by }, ['id']), undefined);
});

it('an id alone stands where the link looks for it, and beside it stays what the person gave', () => {
  assert.deepEqual(plain(settledOutput({ happened: true, id: '7', by }, ['data', 'invoice', 'id'])), {
    data: { invoice: { id: '7' } },
  });
  const output = makeObject([['data', makeObject([['total', 5]])]]);
  assert.deepEqual(plain(settledOutput({ happened: true, id: '7', output, by }, ['data', 'id'])), {
    data: { total: 5, id: '7' },
  });
  assert.deepEqual(plain(output), { data: { total: 5 } }, 'what was given is not changed');
});

it('without a link the id is called id, and a record without one is as good', () => {
  assert.deepEqual(plain(settledOutput({ happened: true, id: '7', by }, undefined)), { id: '7' });
  const output = makeObject([['sent', true]]);
  assert.deepEqual(plain(settledOutput({ happened: true, output, by }, undefined)), { sent: true });
});

it('a record without the id that the link needs is refused', () => {
  const output = makeObject([['number', 'R-1']]);
  assert.throws(() => settledOutput({ happened: true, output, by }, ['id']), { code: 'runs.settle.id_missing' });
});
