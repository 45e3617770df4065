/** Templates, functions, loops, tables and CEL that must not be published, each with the place and the words of the reason. */
import { EVENT_SCHEMA, type FlowCase, mapped, value } from './bad-document.ts';
import type { Json } from './product.ts';
import { flowDocument } from './webhook-flow.ts';

const AT = '/steps/0/to';

const fn = (name: string, ...args: Json[]) => mapped({ fn: name, args });
const cel = (text: string) => mapped({ cel: text });

const TEMPLATES: readonly FlowCase[] = [
  {
    name: 'a place that never closes',
    document: mapped({ template: 'a {{trigger.name' }),
    pointer: `${AT}/template`,
    says: /./,
  },
  { name: 'an empty place', document: mapped({ template: '{{}}' }), pointer: `${AT}/template`, says: /./ },
  {
    name: 'a place within a place',
    document: mapped({ template: '{{ {{trigger.name}} }}' }),
    pointer: `${AT}/template`,
    says: /./,
  },
  {
    name: 'an expression in a place',
    document: mapped({ template: '{{trigger.id + 1}}' }),
    pointer: `${AT}/template`,
    says: /./,
  },
  {
    name: 'a fallback that is no text',
    document: mapped({ template: '{{trigger.note ?? 5}}' }),
    pointer: `${AT}/template`,
    says: /./,
  },
  {
    name: 'a fallback that never closes',
    document: mapped({ template: '{{trigger.note ?? "x}}' }),
    pointer: `${AT}/template`,
    says: /./,
  },
  {
    name: 'an unknown path in a place',
    document: mapped({ template: 'Dear {{trigger.nmae}}' }),
    pointer: `${AT}/template`,
    says: /name/,
  },
  {
    name: 'a possible null in a place',
    document: mapped({ template: 'Note: {{trigger.note}}' }),
    pointer: `${AT}/template`,
    says: /null/,
  },
  {
    name: 'a list in a place',
    document: mapped({ template: '{{trigger.lines}}' }),
    pointer: `${AT}/template`,
    says: /list/,
  },
  {
    name: 'a template of two hundred thousand characters',
    document: mapped({ template: 'x'.repeat(200_000) }),
    pointer: `${AT}/template`,
    says: /100,?000/,
  },
];

const FUNCTIONS: readonly FlowCase[] = [
  { name: 'an unknown function', document: fn('uper', { from: 'trigger.name' }), pointer: `${AT}/fn`, says: /upper/ },
  {
    name: 'a function from the prototype',
    document: fn('constructor', value('return 1')),
    pointer: `${AT}/fn`,
    says: /constructor/,
  },
  { name: 'a function called __proto__', document: fn('__proto__'), pointer: `${AT}/fn`, says: /./ },
  { name: 'too few arguments', document: fn('replace', { from: 'trigger.name' }), pointer: AT, says: /3|argument/ },
  { name: 'too many arguments', document: fn('upper', value('a'), value('b')), pointer: AT, says: /1|one|argument/ },
  {
    name: 'fifty-one arguments',
    document: fn('concat', ...Array.from({ length: 51 }, () => value('a'))),
    pointer: AT,
    says: /50/,
  },
  {
    name: 'arguments as an object',
    document: mapped({ fn: 'upper', args: { text: value('a') } }),
    pointer: `${AT}/args`,
    says: /list/,
  },
  {
    name: 'a number for a text',
    document: fn('upper', { from: 'trigger.amount' }),
    pointer: `${AT}/args/0`,
    says: /text/,
  },
  {
    name: 'a text for a number',
    document: fn('add', { from: 'trigger.name' }, value(1)),
    pointer: `${AT}/args/0`,
    says: /number/,
  },
  {
    name: 'a number as a text for a number',
    document: fn('add', value('1'), value(1)),
    pointer: `${AT}/args/0`,
    says: /number/,
  },
  { name: 'an object for a list', document: fn('count', { object: {} }), pointer: `${AT}/args/0`, says: /list/ },
  {
    name: 'a possible null for a text',
    document: fn('upper', { from: 'trigger.note' }),
    pointer: `${AT}/args/0`,
    says: /null/,
  },
  { name: 'a text for a condition', document: fn('not', value('true')), pointer: `${AT}/args/0`, says: /true/ },
  {
    name: 'a date pattern of letters that mean nothing',
    document: fn('formatDate', { from: 'trigger.name' }, value('DD.QQ')),
    pointer: `${AT}/args/1`,
    says: /pattern.*"DD"/,
  },
  {
    name: 'a date pattern that never closes, the second of two',
    document: fn('parseDate', { from: 'trigger.name' }, { list: [value('iso'), value("dd 'of")] }),
    pointer: `${AT}/args/1`,
    says: /quote/,
  },
  {
    name: 'a rounding mode of its own making',
    document: fn('round', { from: 'trigger.amount' }, value(2), value('near')),
    pointer: `${AT}/args/2`,
    says: /half_up/,
  },
  {
    name: 'a duration that is none',
    document: fn('addDuration', { from: 'trigger.name' }, value('2 days')),
    pointer: `${AT}/args/1`,
    says: /duration/,
  },
  {
    name: 'a path of a field that is none',
    document: fn('pluck', { from: 'trigger.lines' }, value('a..b')),
    pointer: `${AT}/args/1`,
    says: /path/,
  },
  {
    name: 'a fraction for a whole number',
    document: fn('substring', value('abc'), value(0.5)),
    pointer: `${AT}/args/1`,
    says: /whole/,
  },
];

const LOOPS_AND_TABLES: readonly FlowCase[] = [
  {
    name: 'a loop over a text',
    document: mapped({ each: { from: 'trigger.name' }, as: 'x', to: value(1) }),
    pointer: `${AT}/each`,
    says: /list/,
  },
  {
    name: 'a loop without a name',
    document: mapped({ each: { from: 'trigger.lines' }, to: value(1) }),
    pointer: AT,
    says: /as/,
  },
  {
    name: 'a loop whose item is called trigger',
    document: mapped({ each: { from: 'trigger.lines' }, as: 'trigger', to: value(1) }),
    pointer: `${AT}/as`,
    says: /trigger/,
  },
  ...['event', 'steps', 'run', 'link'].map((as) => ({
    name: `a loop whose item is called ${as}`,
    document: mapped({ each: { from: 'trigger.lines' }, as, to: value(1) }),
    pointer: `${AT}/as`,
    says: new RegExp(as),
  })),
  ...[
    ['line', 'line'],
    ['line', 'lineIndex'],
    ['lineIndex', 'line'],
  ].map(([outer = '', inner = '']) => ({
    name: `items called ${inner} within items called ${outer}`,
    document: mapped({
      each: { from: 'trigger.lines' },
      as: outer,
      to: { object: { all: { each: { from: 'trigger.lines' }, as: inner, to: value(1) } } },
    }),
    pointer: `${AT}/to/object/all/as`,
    says: /hide "line(?:Index)?"/,
  })),
  {
    name: 'an unknown field of an item',
    document: mapped({ each: { from: 'trigger.lines' }, as: 'line', to: { from: 'line.skuu' } }),
    pointer: `${AT}/to/from`,
    says: /sku/,
  },
  {
    name: 'the item outside of its loop',
    document: mapped({
      list: [{ each: { from: 'trigger.lines' }, as: 'line', to: { from: 'line.sku' } }, { from: 'line.sku' }],
    }),
    pointer: `${AT}/list/1/from`,
    says: /line/,
  },
  {
    name: 'a table of a list',
    document: mapped({ table: [1], key: { from: 'trigger.name' } }),
    pointer: `${AT}/table`,
    says: /object/,
  },
  { name: 'a table without a key', document: mapped({ table: { a: 1 } }), pointer: AT, says: /key/ },
  {
    name: 'a table with an object as key',
    document: mapped({ table: { a: 1 }, key: { object: {} } }),
    pointer: `${AT}/key`,
    says: /./,
  },
];

const CEL: readonly FlowCase[] = [
  { name: 'CEL that ends too early', document: cel('trigger.id +'), pointer: `${AT}/cel`, says: /./ },
  { name: 'CEL of two expressions', document: cel('1 2'), pointer: `${AT}/cel`, says: /./ },
  { name: 'an unknown name in CEL', document: cel('triger.id > 1'), pointer: `${AT}/cel`, says: /triger/ },
  { name: 'an unknown field in CEL', document: cel('trigger.idd > 1'), pointer: `${AT}/cel`, says: /idd/ },
  { name: 'an unknown function in CEL', document: cel('eval("1")'), pointer: `${AT}/cel`, says: /eval/ },
  {
    name: 'an unknown method in CEL',
    document: cel('trigger.name.constructor("return 1")'),
    pointer: `${AT}/cel`,
    says: /constructor/,
  },
  { name: 'a text and a number added in CEL', document: cel('trigger.name + 1'), pointer: `${AT}/cel`, says: /./ },
  {
    name: 'a pattern in CEL that never closes',
    document: cel('trigger.name.matches("[")'),
    pointer: `${AT}/cel`,
    says: /\]/,
  },
  {
    name: 'a backreference in a pattern in CEL',
    document: cel('trigger.lines.exists(line, line.sku.matches("(a)\\\\1"))'),
    pointer: `${AT}/cel`,
    says: /backreference/,
  },
  {
    name: 'loops three deep in CEL',
    document: cel('[1].map(a, [1].map(b, [1].map(c, a + b + c)))'),
    pointer: `${AT}/cel`,
    says: /2|two|deep|loop/,
  },
  {
    name: 'a thousand parentheses in CEL',
    document: cel(`${'('.repeat(1_000)}1${')'.repeat(1_000)}`),
    pointer: `${AT}/cel`,
    says: /./,
  },
  { name: 'a thousand minus signs in CEL', document: cel(`${'-'.repeat(2_000)}1`), pointer: `${AT}/cel`, says: /./ },
  {
    name: 'a thousand brackets in CEL',
    document: cel(`${'['.repeat(1_000)}${']'.repeat(1_000)}`),
    pointer: `${AT}/cel`,
    says: /./,
  },
  {
    name: 'a thousand conditions in CEL',
    document: cel(`${'true?'.repeat(400)}1${':1'.repeat(400)}`),
    pointer: `${AT}/cel`,
    says: /./,
  },
  {
    name: 'five thousand characters of CEL',
    document: cel(`1${'+1'.repeat(2_500)}`),
    pointer: `${AT}/cel`,
    says: /4,?000/,
  },
  {
    name: 'a list of a thousand items and more in CEL',
    document: cel(`[${'0,'.repeat(1_900)}0`),
    pointer: `${AT}/cel`,
    says: /./,
  },
  {
    name: 'a condition that is a number',
    document: flowDocument('bad', {
      trigger: { schema: EVENT_SCHEMA },
      steps: [{ kind: 'filter', key: 'f', when: 'trigger.id' }],
    }),
    pointer: '/steps/0/when',
    says: /true/,
  },
  {
    name: 'a condition that is a text',
    document: flowDocument('bad', { trigger: { schema: EVENT_SCHEMA, when: '"yes"' } }),
    pointer: '/trigger/when',
    says: /true/,
  },
];

/** Documents with a bad expression. */
export const EXPRESSION_CASES: readonly FlowCase[] = [...TEMPLATES, ...FUNCTIONS, ...LOOPS_AND_TABLES, ...CEL];
