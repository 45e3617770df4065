/** How the corpus writes bad documents: a good one with one thing wrong. */
import type { Json } from './product.ts';
import { flowDocument } from './webhook-flow.ts';

export interface FlowCase {
  readonly name: string;
  readonly document: Json;
  /** Where the problem has to be reported; `*` leaves the place to the checker. */
  readonly pointer: string;
  readonly says: RegExp;
}

/** The connection of the generic connector that the corpus makes; the sandbox ones come with the sample. */
export const GENERIC = 'generic';

/** What the events of the mappings look like. */
export const EVENT_SCHEMA = {
  type: 'object',
  required: ['id', 'name', 'amount', 'lines', 'note'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    amount: { type: 'number' },
    note: { type: ['string', 'null'] },
    phone: { type: 'string' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['sku'],
        additionalProperties: false,
        properties: { sku: { type: 'string' } },
      },
    },
  },
};

/** A constant, as an expression. */
export function value(constant: unknown): Json {
  return { value: constant };
}

/** A step that computes a value. */
export function map(key: string, to: Json = value(1)): Json {
  return { kind: 'map', key, to };
}

/** A flow of the given steps. */
export function withSteps(...steps: Json[]): Json {
  return flowDocument('bad', { steps });
}

/** A flow that maps one expression over events of a known schema. */
export function mapped(to: Json): Json {
  return flowDocument('bad', { trigger: { schema: EVENT_SCHEMA }, steps: [map('m', to)] });
}

/** A step over a list of one number. */
export function each(key: string, as: string, steps: Json): Json {
  return { kind: 'each', key, over: value([1]), as, maxItems: 3, steps };
}
