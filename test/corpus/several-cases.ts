/** Documents with several faults of different kinds: all are told at once, and none that only follows from another. */
import { EVENT_SCHEMA, map, mapped, value } from './bad-document.ts';
import type { Json } from './product.ts';
import { flowDocument } from './webhook-flow.ts';

export interface SeveralCase {
  readonly name: string;
  readonly document: Json;
  /** Where problems are told, all of them. */
  readonly pointers: readonly string[];
}

const flow = (steps: readonly Json[], parts: Json = {}) =>
  flowDocument('bad', { trigger: { schema: EVENT_SCHEMA }, steps, ...parts });
const call = (parts: Json) => ({
  kind: 'call',
  key: 'c',
  connection: 'sandbox-crm',
  operation: 'upsert_contact',
  input: { object: { email: value('a@b.example'), name: value('A') } },
  ...parts,
});

/** A fault of the form beside one of the meaning. */
const BOTH: readonly SeveralCase[] = [
  {
    name: 'an unknown field of the document and an unknown connection',
    document: flow([call({ connection: 'sandbox-crn' })], { stepz: [] }),
    pointers: ['/stepz', '/steps/0/connection'],
  },
  {
    name: 'a trigger without a signature, an unknown path and an unknown operation',
    document: flow([map('a', { from: 'trigger.nmae' }), call({ operation: 'upsert_contct' })], {
      trigger: { signature: undefined, schema: EVENT_SCHEMA },
    }),
    pointers: ['/trigger', '/steps/0/to/from', '/steps/1/operation'],
  },
  {
    name: 'an unknown kind of step beside one whose input does not fit',
    document: flow([{ kind: 'script', key: 'a' }, call({ input: { object: { email: { from: 'trigger.id' } } } })]),
    pointers: ['/steps/0/kind', '/steps/1/input/object/email', '/steps/1/input/object'],
  },
  {
    name: 'a loop of too many items with an unknown path inside of it',
    document: flow([
      {
        kind: 'each',
        key: 'a',
        over: { from: 'trigger.lines' },
        as: 'line',
        maxItems: 1_000_000,
        steps: [map('b', { from: 'line.skuu' })],
      },
    ]),
    pointers: ['/steps/0/maxItems', '/steps/0/steps/0/to/from'],
  },
  {
    name: 'a mapping with a bad expression beside an unknown path',
    document: mapped({ object: { a: { form: 'trigger.id' }, b: { from: 'trigger.nmae' } } }),
    pointers: ['/steps/0/to/object/a', '/steps/0/to/object/b/from'],
  },
  {
    name: 'CEL that is none beside CEL that does not fit',
    document: flow([map('a', { cel: '1 +' }), map('b', { cel: 'trigger.nmae' })]),
    pointers: ['/steps/0/to/cel', '/steps/1/to/cel'],
  },
];

/** A fault of the form on which more hangs that nobody can judge. */
const ONE: readonly SeveralCase[] = [
  {
    name: 'a schema of the trigger that is none, under paths into it',
    document: flow([map('a', { from: 'trigger.nmae' })], { trigger: { schema: { type: 'strin' } } }),
    pointers: ['/trigger/schema/type'],
  },
  {
    name: 'an unknown kind of step whose output is read',
    document: flow([{ kind: 'script', key: 'a' }, map('b', { from: 'steps.a.id' })]),
    pointers: ['/steps/0/kind'],
  },
  {
    name: 'a bad key of a step whose output is read',
    document: flow([map('a-b'), map('b', { from: 'steps.a-b' })]),
    pointers: ['/steps/0/key'],
  },
  {
    name: 'a bad name of items that are read',
    document: flow([map('a', { each: { from: 'trigger.lines' }, as: 'Line', to: { from: 'Line.sku' } })]),
    pointers: ['/steps/0/to/as'],
  },
  {
    name: 'an expression that is none for a required field',
    document: flow([call({ input: { object: { email: value('a@b.example'), name: 'A' } } })]),
    pointers: ['/steps/0/input/object/name'],
  },
];

/** Documents with several faults, and with one that many would follow from. */
export const SEVERAL_CASES: readonly SeveralCase[] = [...BOTH, ...ONE];
