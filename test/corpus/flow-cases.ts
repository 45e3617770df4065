/** Flow documents whose frame or trigger must not be published, each with the place and the words of the reason. */
import { each, type FlowCase, map, withSteps } from './bad-document.ts';
import type { Json } from './product.ts';
import { flowDocument } from './webhook-flow.ts';

const withTrigger = (trigger: Json) => flowDocument('bad', { trigger });
const withPart = (parts: Json) => ({ ...flowDocument('bad'), ...parts });

const DOCUMENT: readonly FlowCase[] = [
  { name: 'null', document: null, pointer: '', says: /null.*object/i },
  { name: 'a list', document: [flowDocument('bad')], pointer: '', says: /list.*object/i },
  { name: 'a text', document: 'flow', pointer: '', says: /object/i },
  { name: 'a number', document: 7, pointer: '', says: /object/i },
  { name: 'an empty object', document: {}, pointer: '', says: /"steps" is missing/ },
  { name: 'no name', document: withPart({ name: undefined }), pointer: '', says: /"name" is missing/ },
  { name: 'another version of the format', document: withPart({ holdfast: 2 }), pointer: '/holdfast', says: /1/ },
  { name: 'the version as a text', document: withPart({ holdfast: '1' }), pointer: '/holdfast', says: /1/ },
  { name: 'an unknown field', document: withPart({ stepz: [] }), pointer: '/stepz', says: /steps/ },
  {
    name: '__proto__ as a field',
    document: JSON.parse('{"__proto__":{"name":"x"}}'),
    pointer: '/__proto__',
    says: /__proto__/,
  },
  { name: 'a name in capitals', document: withPart({ name: 'Bad' }), pointer: '/name', says: /./ },
  { name: 'a name with a path in it', document: withPart({ name: '../etc' }), pointer: '/name', says: /./ },
  { name: 'a name in Cyrillic', document: withPart({ name: 'поток' }), pointer: '/name', says: /./ },
  { name: 'a name of 65 letters', document: withPart({ name: 'a'.repeat(65) }), pointer: '/name', says: /64/ },
  { name: 'a name with a line break at its end', document: withPart({ name: 'bad\n' }), pointer: '/name', says: /./ },
  { name: 'a name that is a number', document: withPart({ name: 5 }), pointer: '/name', says: /text/ },
  { name: 'an empty title', document: withPart({ title: '' }), pointer: '/title', says: /./ },
  {
    name: 'a title of ten thousand letters',
    document: withPart({ title: 'x'.repeat(10_000) }),
    pointer: '/title',
    says: /200/,
  },
  { name: 'no steps', document: withSteps(), pointer: '/steps', says: /1|one/ },
  { name: 'steps as an object', document: withPart({ steps: { 0: map('a') } }), pointer: '/steps', says: /list/ },
  { name: 'null among the steps', document: withSteps(null), pointer: '/steps/0', says: /object/ },
  {
    name: 'more than 200 steps in one list',
    document: withSteps(...Array.from({ length: 201 }, (_, at) => map(`s${at}`))),
    pointer: '/steps',
    says: /200/,
  },
  {
    name: 'more than 200 steps in several lists',
    document: withSteps(
      ...['a', 'b', 'c'].map((name) =>
        each(
          name,
          name,
          Array.from({ length: 70 }, (_, at) => map(`${name}${at}`)),
        ),
      ),
    ),
    pointer: '/steps',
    says: /200/,
  },
  {
    name: 'more than 512 KB',
    document: withSteps(...Array.from({ length: 6 }, (_, at) => map(`m${at}`, { template: 'x'.repeat(99_000) }))),
    pointer: '',
    says: /512|524,?288|large|long/i,
  },
];

const TRIGGER: readonly FlowCase[] = [
  { name: 'no trigger', document: withPart({ trigger: undefined }), pointer: '', says: /"trigger" is missing/ },
  {
    name: 'an unknown kind of trigger',
    document: withTrigger({ kind: 'webhok' }),
    pointer: '/trigger/kind',
    says: /webhook/,
  },
  {
    name: 'an unknown signature',
    document: withTrigger({ signature: { kind: 'none' } }),
    pointer: '/trigger/signature/kind',
    says: /unsigned/,
  },
  {
    name: 'a signature as a text',
    document: withTrigger({ signature: 'unsigned' }),
    pointer: '/trigger/signature',
    says: /object/,
  },
  {
    name: 'an unsigned trigger with a header',
    document: withTrigger({ signature: { kind: 'unsigned', header: 'x' } }),
    pointer: '/trigger/signature/header',
    says: /header/,
  },
  {
    name: 'HMAC without a header',
    document: withTrigger({ signature: { kind: 'hmac_sha256', encoding: 'hex' } }),
    pointer: '/trigger/signature',
    says: /header/,
  },
  {
    name: 'a signature header with a line break',
    document: withTrigger({ signature: { kind: 'hmac_sha256', encoding: 'hex', header: 'a\r\nb' } }),
    pointer: '/trigger/signature/header',
    says: /./,
  },
  {
    name: 'an unknown event',
    document: withTrigger({ schema: undefined, connector: 'sandbox_crm', event: 'lead_submited' }),
    pointer: '/trigger/event',
    says: /lead_submitted/,
  },
  {
    name: 'an unknown connector',
    document: withTrigger({ schema: undefined, connector: 'sandbox_crn', event: 'lead_submitted' }),
    pointer: '/trigger/connector',
    says: /"sandbox_crm"/,
  },
  {
    name: 'a connector called constructor',
    document: withTrigger({ schema: undefined, connector: 'constructor', event: 'x' }),
    pointer: '/trigger/connector',
    says: /sandbox_crm/,
  },
  {
    name: 'a connector called __proto__',
    document: withTrigger({ schema: undefined, connector: '__proto__', event: 'x' }),
    pointer: '/trigger/connector',
    says: /./,
  },
  {
    name: 'an event called constructor',
    document: withTrigger({ schema: undefined, connector: 'sandbox_crm', event: 'constructor' }),
    pointer: '/trigger/event',
    says: /constructor/,
  },
  {
    name: 'a schema that is a list',
    document: withTrigger({ schema: [] }),
    pointer: '/trigger/schema',
    says: /object/,
  },
  {
    name: 'a schema of an unknown type',
    document: withTrigger({ schema: { type: 'strin' } }),
    pointer: '/trigger/schema/type',
    says: /./,
  },
  {
    name: 'a schema with a broken pattern',
    document: withTrigger({ schema: { pattern: '(' } }),
    pointer: '/trigger/schema/pattern',
    says: /./,
  },
  {
    name: 'a schema with a backreference',
    document: withTrigger({ schema: { pattern: '(a)\\1' } }),
    pointer: '/trigger/schema/pattern',
    says: /./,
  },
  {
    name: 'a schema with a pattern of a thousand times a thousand',
    document: withTrigger({ schema: { pattern: '((a{1000}){1000}){1000}' } }),
    pointer: '/trigger/schema/pattern',
    says: /./,
  },
  {
    name: 'a schema that refers to nothing',
    document: withTrigger({ schema: { $ref: '#/$defs/gone' } }),
    pointer: '/trigger/schema/$ref',
    says: /gone/,
  },
  {
    name: 'a schema that refers to a file',
    document: withTrigger({ schema: { $ref: 'file:///etc/passwd' } }),
    pointer: '/trigger/schema/$ref',
    says: /./,
  },
  {
    name: 'a schema that refers to a host',
    document: withTrigger({ schema: { $ref: 'http://127.0.0.1:1/x' } }),
    pointer: '/trigger/schema/$ref',
    says: /./,
  },
  {
    name: 'a dedupe path with a broken bracket',
    document: withTrigger({ dedupe: { by: 'path', path: 'a[' } }),
    pointer: '/trigger/dedupe/path',
    says: /./,
  },
  {
    name: 'a dedupe memory of no duration',
    document: withTrigger({ dedupe: { by: 'body', memory: 'PX' } }),
    pointer: '/trigger/dedupe/memory',
    says: /./,
  },
  {
    name: 'a dedupe memory of a million years',
    document: withTrigger({ dedupe: { by: 'body', memory: 'P365000000D' } }),
    pointer: '/trigger/dedupe/memory',
    says: /./,
  },
  {
    name: 'a body format of its own',
    document: withTrigger({ bodyFormat: 'xml' }),
    pointer: '/trigger/bodyFormat',
    says: /json/,
  },
  {
    name: 'a condition that is no CEL',
    document: withTrigger({ when: 'trigger.a ==' }),
    pointer: '/trigger/when',
    says: /./,
  },
  {
    name: 'a condition with a pattern that never closes',
    document: withTrigger({ when: 'trigger.name.matches("[")' }),
    pointer: '/trigger/when',
    says: /matches.*\[/,
  },
  {
    name: 'a condition over a step',
    document: withTrigger({ when: 'steps.copy == 1' }),
    pointer: '/trigger/when',
    says: /copy/,
  },
];

/** Documents with a bad frame or trigger. */
export const FLOW_CASES: readonly FlowCase[] = [...DOCUMENT, ...TRIGGER];
