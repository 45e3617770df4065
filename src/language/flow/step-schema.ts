/** JSON Schema of the steps of a flow document. */
import type { JsonObject, JsonValue } from '../../foundation/index.ts';
import { CEL_SCHEMA } from './expression-schema.ts';
import type { Step } from './flow-document.ts';

/** Longest title of a flow or a step, in characters. */
export const MAX_TITLE_LENGTH = 200;
const MAX_EACH_ITEMS = 1_000;

const EXPRESSION: JsonObject = { $ref: '#/$defs/expression' };
const STEPS: JsonObject = { type: 'array', items: { $ref: '#/$defs/step' }, minItems: 1, maxItems: 200 };
const NAME: JsonObject = { type: 'string', minLength: 1, maxLength: 100 };
const HEADER: JsonObject = {
  type: 'string',
  pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$",
  description: 'Name of a header.',
};

/** An ISO 8601 duration of fixed length. */
export const DURATION_SCHEMA: JsonObject = {
  type: 'string',
  maxLength: 40,
  pattern: '^P',
  description: 'ISO 8601 duration of weeks, days, hours, minutes and seconds, such as `PT5M` or `P1D`.',
};

const IDEMPOTENCY: JsonObject = object(
  {
    header: { ...HEADER, description: 'Header in which the vendor takes an idempotency key.' },
    quoted: { type: 'boolean', description: 'The header wants the key in double quotes.' },
    keyLife: { ...DURATION_SCHEMA, description: 'How long the vendor remembers a key (ISO 8601 duration).' },
  },
  ['header'],
);

const LOOK_UP: JsonObject = object(
  {
    path: {
      type: 'array',
      items: { type: 'string', maxLength: 500 },
      maxItems: 20,
      description: 'Path segments below the base URL.',
    },
    query: {
      type: 'array',
      maxItems: 50,
      items: { type: 'array', prefixItems: [NAME, { type: 'string', maxLength: 2000 }], minItems: 2, maxItems: 2 },
      description: 'Query parameters; the text `{{reference}}` stands for our reference.',
    },
    foundAt: { type: 'string', maxLength: 1000, description: 'Path in the answer to the record or records found.' },
    settle: { ...DURATION_SCHEMA, description: 'Wait before the first look (ISO 8601 duration).' },
    secondLook: { ...DURATION_SCHEMA, description: 'Wait between the first and the second look (ISO 8601 duration).' },
  },
  ['path', 'foundAt'],
);

const SCOPES: JsonObject = {
  type: 'array',
  items: { type: 'string', pattern: '^[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,200}$' },
  maxItems: 50,
  description: 'OAuth scopes that the call needs (RFC 6749, 3.3); its connection asks for them.',
};

const DECLARE: JsonObject = {
  ...object(
    {
      class: {
        enum: ['R', 'I', 'K', 'L', 'N'],
        description:
          'R reads, I is idempotent, K takes an idempotency key, L can be looked up afterwards, N is neither.',
      },
      idempotency: IDEMPOTENCY,
      lookUp: LOOK_UP,
      scopes: SCOPES,
    },
    ['class'],
  ),
  description: 'What the author promises about a generic call; the engine decides after a doubt by it.',
};

const LINK: JsonObject = {
  ...object(
    {
      source: { ...EXPRESSION, description: 'Key of the source record: a text or a number.' },
      id: {
        type: 'string',
        minLength: 1,
        maxLength: 1000,
        description: 'Path inside the output to the id of the made record.',
      },
      update: object(
        { operation: NAME, input: { ...EXPRESSION, description: 'Input of the update; may read `link.id`.' } },
        ['operation', 'input'],
      ),
    },
    ['source', 'id', 'update'],
  ),
  description: 'Remembers which record was made for a source record, so that the next event updates it.',
};

const BRANCH_CASE: JsonObject = object({ when: CEL_SCHEMA, steps: STEPS }, ['when', 'steps']);

const KEY: JsonObject = {
  type: 'string',
  pattern: '^[a-z][a-z0-9_]{0,39}$',
  description: 'Unique in the flow; later steps read the output at `steps.<key>`.',
};

/** The steps of each kind. The steps inside of one, and its expressions, are references that a reader may loosen. */
export const SCHEMA_BY_KIND: Readonly<Record<Step['kind'], JsonObject>> = {
  call: step('call', 'Calls one operation through a connection.', {
    needs: { connection: NAME, operation: NAME, input: { ...EXPRESSION, description: 'Input of the operation.' } },
    may: { declare: DECLARE, link: LINK },
  }),
  map: step('map', 'Computes a value; the output is that value.', { needs: { to: EXPRESSION } }),
  filter: step('filter', 'Ends the run as filtered unless the condition holds.', { needs: { when: CEL_SCHEMA } }),
  branch: step('branch', 'Takes the first case whose condition holds, else `otherwise`.', {
    needs: { cases: { type: 'array', items: BRANCH_CASE, minItems: 1, maxItems: 50 } },
    may: { otherwise: STEPS },
  }),
  each: step('each', 'Goes through its steps once per item.', {
    needs: {
      over: { ...EXPRESSION, description: 'The list.' },
      as: {
        type: 'string',
        maxLength: 40,
        description: 'Name of the item inside the steps; `<as>Index` is its position.',
      },
      maxItems: { type: 'integer', minimum: 1, maximum: MAX_EACH_ITEMS },
      steps: STEPS,
    },
    may: { itemKey: { ...EXPRESSION, description: 'Identifies an item across retries. Default: its position.' } },
  }),
  delay: step('delay', 'Waits for a duration (`for`) or until an instant (`until`).', {
    needs: {},
    may: { for: DURATION_SCHEMA, until: { ...EXPRESSION, description: 'Gives an ISO 8601 date-time.' } },
  }),
};

/** What holds for a step of any kind. */
export const ANY_STEP_SCHEMA: JsonObject = {
  description: 'One step of a flow.',
  type: 'object',
  properties: { key: KEY, kind: { enum: Object.keys(SCHEMA_BY_KIND) } },
  required: ['key', 'kind'],
};

/** One step, by its kind. */
export const STEP_SCHEMA: JsonObject = { ...ANY_STEP_SCHEMA, oneOf: Object.values(SCHEMA_BY_KIND) };

function step(kind: string, description: string, keys: { needs: JsonObject; may?: JsonObject }): JsonObject {
  const base: JsonObject = {
    key: KEY,
    kind: { const: kind },
    title: { type: 'string', maxLength: MAX_TITLE_LENGTH },
  };
  return {
    ...object({ ...base, ...keys.needs, ...keys.may }, ['key', 'kind', ...Object.keys(keys.needs)]),
    description,
  };
}

function object(properties: JsonObject, required: JsonValue[]): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}
