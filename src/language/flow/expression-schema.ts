/** JSON Schema of mapping expressions, a part of the flow document's. */
import type { JsonObject } from '../../foundation/index.ts';
import { MAPPING_FUNCTIONS } from '../mapping/functions/registry.ts';

const EXPRESSION: JsonObject = { $ref: '#/$defs/expression' };
const PATH: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 1000,
  description:
    'Path into the scope, such as `trigger.deal.lines[0].name`; odd names in brackets: `trigger["odd name"]`.',
};

/** CEL as a schema: a text; whether it is valid CEL is checked beside the schema. */
export const CEL_SCHEMA: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 4000,
  description: 'An expression in CEL, such as `trigger.amount > 100`.',
};

/** One expression: an object with exactly one head key. */
export const EXPRESSION_SCHEMA: JsonObject = {
  description: 'One position of a mapping: says how one value comes about.',
  type: 'object',
  oneOf: [
    closed('Copies the value at a path, unchanged.', {
      from: PATH,
      default: { ...EXPRESSION, description: 'Used when the path is missing or null.' },
      optional: { type: 'boolean', description: 'The target is left out when the path is missing.' },
    }),
    closed('A constant.', { value: {} }),
    closed('A text with places `{{path}}` or `{{path ?? "text"}}`.', {
      template: { type: 'string', maxLength: 100000 },
    }),
    closed('Calls a named function.', {
      fn: { enum: MAPPING_FUNCTIONS.map((entry) => entry.name) },
      args: { type: 'array', items: EXPRESSION, maxItems: 50 },
    }),
    closed('Builds an object.', { object: { type: 'object', additionalProperties: EXPRESSION } }),
    closed('Builds a list.', { list: { type: 'array', items: EXPRESSION } }),
    closed(
      'Makes one item per item of a list.',
      {
        each: EXPRESSION,
        as: {
          type: 'string',
          pattern: '^[a-z][A-Za-z0-9_]{0,39}$',
          description: 'Name of the item inside `to` and `where`.',
        },
        to: EXPRESSION,
        where: { ...CEL_SCHEMA, description: 'CEL; items for which it is false are left out.' },
      },
      ['each', 'as', 'to'],
    ),
    closed('Looks a value up in a table.', { table: { type: 'object' }, key: EXPRESSION, default: EXPRESSION }, [
      'table',
      'key',
    ]),
    closed('Computes a value in CEL.', { cel: CEL_SCHEMA }),
  ],
};

function closed(
  description: string,
  properties: JsonObject,
  required: string[] = [Object.keys(properties)[0] as string],
): JsonObject {
  return { description, properties, required, additionalProperties: false };
}
