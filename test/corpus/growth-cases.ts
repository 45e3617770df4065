/**
 * Mappings that are small on paper and large in memory. Each has to be stopped before it is built: the process that
 * computes it does other people's work as well (F14, C16).
 */
import { map, value } from './bad-document.ts';
import type { BombCase } from './bomb-run.ts';
import type { Json } from './product.ts';
import type { FlowParts } from './webhook-flow.ts';

const S = { from: 'trigger.s' };
const L = { from: 'trigger.l' };
const LONG = 'a'.repeat(500_000);
const NEARLY_ALL = 'a'.repeat(1_000_000);
const TEN_TIMES = 'a+a+a+a+a+a+a+a+a+a';
const MANY = `[${Array(9_000).fill(1).join()}]`;

const mapping = (to: Json): FlowParts => ({ steps: [map('m', to)] });
const cel = (text: string): FlowParts => mapping({ cel: text });

/** All of them; every run has to end in a dead letter. */
export const GROWTH_CASES: readonly BombCase[] = [
  {
    name: 'a list crossed with itself by a mapping',
    flow: mapping({ each: L, as: 'a', to: { each: L, as: 'b', to: { from: 'b' } } }),
    event: `{"l":${MANY}}`,
    state: 'dead_lettered',
  },
  {
    name: 'a list crossed with itself twice by a mapping',
    flow: mapping({ each: L, as: 'a', to: { each: L, as: 'b', to: { each: L, as: 'c', to: value(1) } } }),
    event: `{"l":${MANY}}`,
    state: 'dead_lettered',
  },
  {
    name: 'a long text beside each of many items',
    flow: mapping({ each: L, as: 'a', to: S }),
    event: `{"l":${MANY},"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a long text at four thousand places of a mapping',
    flow: mapping({ list: Array(4_000).fill(S) }),
    event: `{"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a long text at two hundred places of a template',
    flow: mapping({ template: '{{trigger.s}}'.repeat(200) }),
    event: `{"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a long text between five hundred others',
    flow: mapping({ fn: 'join', args: [L, S] }),
    event: `{"l":[${Array(500).fill('"b"').join()}],"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a long text as the output of a thousand items',
    flow: { steps: [{ kind: 'each', key: 'e', over: L, as: 'item', maxItems: 1000, steps: [map('m', S)] }] },
    event: `{"l":[${Array(1_000).fill(1).join()}],"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a long text made a hundred times as long in CEL',
    flow: cel(`[trigger.s].map(a, ${TEN_TIMES}).map(a, ${TEN_TIMES})`),
    event: `{"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a long text made five hundred times as long in CEL',
    flow: cel(`[trigger.s].map(a, ${TEN_TIMES}).map(a, ${TEN_TIMES}).map(a, a+a+a+a+a)`),
    event: `{"s":"${NEARLY_ALL}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a list made a hundred thousand times as long in CEL',
    flow: cel(`[trigger.l]${`.map(a, ${TEN_TIMES})`.repeat(5)}`),
    event: `{"l":${MANY}}`,
    state: 'dead_lettered',
  },
];
