/** Mappings whose form, path or target is wrong, each with the place and the words of the reason. */
import { EVENT_SCHEMA, type FlowCase, GENERIC, mapped, value } from './bad-document.ts';
import type { Json } from './product.ts';
import { flowDocument } from './webhook-flow.ts';

const AT = '/steps/0/to';

const calling = (connection: string, operation: string, input: Json) =>
  flowDocument('bad', {
    trigger: { schema: EVENT_SCHEMA },
    steps: [{ kind: 'call', key: 'c', connection, operation, input }],
  });
const contact = (fields: Json) =>
  calling('sandbox-crm', 'upsert_contact', { object: { email: value('a@b.example'), name: value('A'), ...fields } });
const getting = (fields: Json) => calling(GENERIC, 'get', { object: { path: value('x'), ...fields } });

/** A default within so many others. */
function nested(depth: number): Json {
  let inner: Json = value(1);
  for (let level = 0; level < depth; level += 1) inner = { from: 'trigger.phone', default: inner };
  return inner;
}

const FORM: readonly FlowCase[] = [
  { name: 'null as an expression', document: mapped(null), pointer: AT, says: /object/ },
  { name: 'a bare text as an expression', document: mapped('trigger.id'), pointer: AT, says: /./ },
  { name: 'a bare list as an expression', document: mapped([value(1)]), pointer: AT, says: /./ },
  { name: 'an empty expression', document: mapped({}), pointer: AT, says: /from/ },
  { name: 'two expressions in one', document: mapped({ from: 'trigger.id', value: 1 }), pointer: AT, says: /./ },
  { name: 'an unknown expression', document: mapped({ javascript: 'process.exit()' }), pointer: AT, says: /./ },
  {
    name: '__proto__ as an expression',
    document: mapped(JSON.parse('{"__proto__":{"value":1}}')),
    pointer: AT,
    says: /./,
  },
  {
    name: 'an unknown key beside a path',
    document: mapped({ from: 'trigger.id', fallback: value(1) }),
    pointer: `${AT}/fallback`,
    says: /default|fallback/,
  },
  { name: 'a path that is a number', document: mapped({ from: 5 }), pointer: `${AT}/from`, says: /text/ },
  {
    name: 'optional as a text',
    document: mapped({ from: 'trigger.id', optional: 'yes' }),
    pointer: `${AT}/optional`,
    says: /true/,
  },
  { name: 'an object of a list', document: mapped({ object: [] }), pointer: `${AT}/object`, says: /object/ },
  { name: 'a list of an object', document: mapped({ list: {} }), pointer: `${AT}/list`, says: /list/ },
  { name: 'expressions thirty-three deep', document: mapped(nested(33)), pointer: '*', says: /32|deep/ },
];

const PATHS: readonly FlowCase[] = [
  {
    name: 'an unknown field',
    document: mapped({ from: 'trigger.nmae' }),
    pointer: `${AT}/from`,
    says: /"name"|trigger\.name/,
  },
  { name: 'an unknown root', document: mapped({ from: 'triger.name' }), pointer: `${AT}/from`, says: /trigger/ },
  { name: 'a later step', document: mapped({ from: 'steps.later.id' }), pointer: `${AT}/from`, says: /later/ },
  { name: 'the step itself', document: mapped({ from: 'steps.m' }), pointer: `${AT}/from`, says: /./ },
  { name: 'a field of a number', document: mapped({ from: 'trigger.id.x' }), pointer: `${AT}/from`, says: /./ },
  { name: 'a position of an object', document: mapped({ from: 'trigger[0]' }), pointer: `${AT}/from`, says: /./ },
  { name: 'a position below zero', document: mapped({ from: 'trigger.lines[-1]' }), pointer: `${AT}/from`, says: /./ },
  {
    name: 'a position beyond all numbers',
    document: mapped({ from: `trigger.lines[${'9'.repeat(40)}]` }),
    pointer: `${AT}/from`,
    says: /./,
  },
  {
    name: 'a bracket that never closes',
    document: mapped({ from: 'trigger["name' }),
    pointer: `${AT}/from`,
    says: /./,
  },
  { name: 'two points', document: mapped({ from: 'trigger..name' }), pointer: `${AT}/from`, says: /./ },
  { name: 'a point at the end', document: mapped({ from: 'trigger.' }), pointer: `${AT}/from`, says: /./ },
  {
    name: 'a call in a path',
    document: mapped({ from: 'trigger.name.toUpperCase()' }),
    pointer: `${AT}/from`,
    says: /./,
  },
  {
    name: 'the prototype of the event',
    document: mapped({ from: 'trigger.__proto__' }),
    pointer: `${AT}/from`,
    says: /__proto__/,
  },
  {
    name: 'the constructor of the event',
    document: mapped({ from: 'trigger.constructor.name' }),
    pointer: `${AT}/from`,
    says: /constructor/,
  },
  { name: 'the prototype of the scope', document: mapped({ from: '__proto__.x' }), pointer: `${AT}/from`, says: /./ },
  {
    name: 'the length of a list',
    document: mapped({ from: 'trigger.lines.length' }),
    pointer: `${AT}/from`,
    says: /./,
  },
  { name: 'the environment', document: mapped({ from: 'process.env.PATH' }), pointer: `${AT}/from`, says: /process/ },
  {
    name: 'a path of six hundred steps',
    document: mapped({ from: `trigger${'.a'.repeat(600)}` }),
    pointer: `${AT}/from`,
    says: /64/,
  },
];

const TARGETS: readonly FlowCase[] = [
  {
    name: 'a required field that is missing',
    document: contact({ name: undefined }),
    pointer: '/steps/0/input/object',
    says: /name/,
  },
  {
    name: 'a field that the target does not have',
    document: contact({ nmae: value('x') }),
    pointer: '/steps/0/input/object/nmae',
    says: /name/,
  },
  {
    name: '__proto__ as a field of the target',
    document: contact(JSON.parse('{"__proto__":{"value":"x"}}')),
    pointer: '/steps/0/input/object/__proto__',
    says: /./,
  },
  {
    name: 'a number into a text',
    document: contact({ name: { from: 'trigger.amount' } }),
    pointer: '/steps/0/input/object/name',
    says: /text/,
  },
  {
    name: 'a possible null into a required text',
    document: contact({ name: { from: 'trigger.note' } }),
    pointer: '/steps/0/input/object/name',
    says: /null/,
  },
  {
    name: 'a field that may be missing into a required one',
    document: contact({ name: { from: 'trigger.phone' } }),
    pointer: '/steps/0/input/object/name/from',
    says: /missing|default/,
  },
  {
    name: 'an optional path into a required field',
    document: contact({ name: { from: 'trigger.phone', optional: true } }),
    pointer: '/steps/0/input/object/name',
    says: /missing|left out|required/,
  },
  {
    name: 'a constant that the target refuses',
    document: contact({ email: value('no address') }),
    pointer: '/steps/0/input/object/email/value',
    says: /./,
  },
  {
    name: 'null as a constant for a text',
    document: contact({ name: value(null) }),
    pointer: '/steps/0/input/object/name/value',
    says: /null/,
  },
  {
    name: 'a default of the wrong type',
    document: contact({ name: { from: 'trigger.note', default: value(5) } }),
    pointer: '*',
    says: /text/,
  },
  {
    name: 'a list as the whole input',
    document: calling('sandbox-crm', 'list_owners', { list: [] }),
    pointer: '/steps/0/input',
    says: /object/,
  },
  {
    name: 'a path that climbs out of the base URL',
    document: getting({ path: value('../secret') }),
    pointer: '/steps/0/input/object/path/value',
    says: /./,
  },
  {
    name: 'a header that carries a credential',
    document: getting({ headers: value({ authorization: 'Bearer x' }) }),
    pointer: '*',
    says: /authorization/,
  },
  {
    name: 'a header with a line break',
    document: getting({ headers: value({ 'x-a': 'b\r\nHost: evil' }) }),
    pointer: '*',
    says: /./,
  },
];

/** Documents with a bad mapping. */
export const MAPPING_CASES: readonly FlowCase[] = [...FORM, ...PATHS, ...TARGETS];
