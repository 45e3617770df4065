import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RecordTable } from './record-table.ts';

function setup(): RecordTable {
  const table = new RecordTable({ idPrefix: 'con', indexes: ['email'] });
  table.put({ id: table.nextId(), email: 'a@x.example' });
  table.put({ id: table.nextId(), email: 'b@x.example' });
  return table;
}

it('a record that changes its indexed field is found by the new value only', () => {
  const table = setup();
  table.put({ id: 'con_1', email: 'c@x.example' });
  assert.deepEqual(table.findBy('email', 'a@x.example'), []);
  assert.equal(table.findBy('email', 'c@x.example')[0]?.id, 'con_1');
});

it('a removed record is not found, and its id is not given again', () => {
  const table = setup();
  table.remove('con_2');
  assert.equal(table.get('con_2'), undefined);
  assert.deepEqual(table.findBy('email', 'b@x.example'), []);
  assert.equal(table.nextId(), 'con_3');
});

it('a list shows the newest first and no more than asked for', () => {
  assert.deepEqual(
    setup()
      .newest(1)
      .map(({ id }) => id),
    ['con_2'],
  );
});

it('a new id is never one that a caller chose', () => {
  const table = setup();
  table.put({ id: 'con_4', email: 'd@x.example' });
  assert.equal(table.nextId(), 'con_5');
});
