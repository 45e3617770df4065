/** The published JSON Schema of the flow document. */
import type { JsonObject } from '../../foundation/index.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import { CEL_SCHEMA, EXPRESSION_SCHEMA } from './expression-schema.ts';
import { DURATION_SCHEMA, MAX_TITLE_LENGTH, STEP_SCHEMA } from './step-schema.ts';

const HEADER: JsonObject = { type: 'string', pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" };
const WORD: JsonObject = { type: 'string', pattern: '^[a-z0-9]+(_[a-z0-9]+)*$', maxLength: 64 };

const LIST_NAME: JsonObject = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,20}$' };
const SIGNATURE_KINDS = ['standard_webhooks', 'hmac_sha256', 'hmac', 'token', 'basic', 'public_key', 'unsigned'];
const TIME_HEADER: JsonObject = { ...HEADER, description: 'Header with the time of sending, which is signed too.' };
const PREFIX: JsonObject = {
  type: 'string',
  maxLength: 40,
  description: 'Stands before the signature, such as `sha256=`.',
};
const ENCODING: JsonObject = { enum: ['hex', 'base64'] };
const BODY_PATH = '[^.\\s]{1,100}([.][^.\\s]{1,100}){0,9}';

const HMAC: JsonObject = closed(
  {
    kind: { const: 'hmac' },
    algorithm: { enum: ['sha1', 'sha256', 'sha512'] },
    encoding: ENCODING,
    header: {
      type: 'string',
      pattern: `^([A-Za-z0-9!#$%&'*+.^_\`|~-]{1,100}|body:${BODY_PATH})$`,
      description: 'Header with the signature, or `body:<path>` where it stands in the body.',
    },
    prefix: PREFIX,
    list: {
      ...closed({ separator: { enum: [',', ';', ' '] }, timestamp: LIST_NAME, signature: LIST_NAME }, [
        'separator',
        'signature',
      ]),
      description: 'The header is a list such as `t=1,v1=abc`: the names of its time and of its signatures.',
    },
    timestampHeader: TIME_HEADER,
    timestampUnit: { enum: ['s', 'ms'] },
    signed: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'string',
        pattern: `^("[^"]{0,100}"|body|timestamp|method|url|path|body_sha256|form_sorted|header:[A-Za-z0-9-]{1,100}|body:${BODY_PATH})$`,
      },
      description:
        'What is signed, in order: `body`, `timestamp`, `method`, `url`, `path`, `body_sha256`, `form_sorted`, `header:<name>`, `body:<path>`, and texts in double quotes.',
    },
  },
  ['kind', 'algorithm', 'encoding', 'header', 'signed'],
);

const TOKEN: JsonObject = closed(
  {
    kind: { const: 'token' },
    in: { enum: ['header', 'query', 'body'] },
    name: { type: 'string', pattern: `^${BODY_PATH}$`, description: 'Header, parameter, or path in the body.' },
    prefix: { ...PREFIX, description: 'Stands before the secret, such as `Bearer `.' },
  },
  ['kind', 'in', 'name'],
);

const PUBLIC_KEY: JsonObject = closed(
  {
    kind: { const: 'public_key' },
    algorithm: { enum: ['ecdsa_sha256', 'ed25519'] },
    encoding: ENCODING,
    header: { ...HEADER, description: 'Header with the signature.' },
    timestampHeader: TIME_HEADER,
  },
  ['kind', 'algorithm', 'encoding', 'header'],
);

const SIGNATURE: JsonObject = {
  description: 'How the sender proves that an event is its own.',
  type: 'object',
  properties: { kind: { enum: SIGNATURE_KINDS } },
  required: ['kind'],
  oneOf: [
    closed({ kind: { const: 'standard_webhooks' } }, ['kind']),
    closed(
      {
        kind: { const: 'hmac_sha256' },
        header: { ...HEADER, description: 'Header with the signature.' },
        encoding: ENCODING,
        prefix: PREFIX,
        timestampHeader: TIME_HEADER,
      },
      ['kind', 'header', 'encoding'],
    ),
    HMAC,
    TOKEN,
    closed({ kind: { const: 'basic' } }, ['kind']),
    PUBLIC_KEY,
    closed({ kind: { const: 'unsigned' } }, ['kind']),
  ],
};

const DEDUPE: JsonObject = {
  description: 'What makes two deliveries the same event.',
  type: 'object',
  properties: { by: { enum: ['header', 'path', 'body'] } },
  required: ['by'],
  oneOf: [
    closed({ by: { const: 'header' }, header: HEADER }, ['by', 'header']),
    closed(
      {
        by: { const: 'path' },
        path: {
          type: 'string',
          minLength: 1,
          maxLength: 1000,
          description: 'Path inside the body, such as `data.id`.',
        },
      },
      ['by', 'path'],
    ),
    closed(
      {
        by: { const: 'body' },
        memory: { ...DURATION_SCHEMA, description: 'The same bytes within this duration are the same event.' },
      },
      ['by', 'memory'],
    ),
  ],
};

/** The trigger of a flow. */
export const TRIGGER_SCHEMA: JsonObject = {
  ...closed(
    {
      kind: { const: 'webhook' },
      connector: { ...WORD, description: 'Connector whose event this is.' },
      event: { ...WORD, description: 'One of the events of the connector.' },
      connection: {
        type: 'string',
        minLength: 1,
        maxLength: 100,
        description: 'Connection of the connector; the webhook is registered at the vendor through it.',
      },
      schema: { type: ['object', 'boolean'], description: 'JSON Schema of the body when no connector says it.' },
      signature: SIGNATURE,
      bodyFormat: { enum: ['json', 'form'], default: 'json' },
      dedupe: DEDUPE,
      when: { ...CEL_SCHEMA, description: 'CEL over `trigger` and `event`; false ends the run as filtered.' },
    },
    ['kind', 'signature'],
  ),
  description: 'What starts runs.',
};

/** JSON Schema 2020-12 of a flow document; what it cannot say (unique keys, valid CEL and paths) `parseFlow` checks. */
export const FLOW_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Holdfast flow',
  description: 'A flow: one trigger, and the steps that its events go through.',
  ...closed(
    {
      holdfast: { const: 1, description: 'Version of the format.' },
      name: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 },
      title: { type: 'string', minLength: 1, maxLength: MAX_TITLE_LENGTH },
      description: { type: 'string', maxLength: 5000 },
      trigger: TRIGGER_SCHEMA,
      orderKey: {
        $ref: '#/$defs/expression',
        description: 'Runs of one key go one at a time, in the order of their events.',
      },
      steps: { type: 'array', items: { $ref: '#/$defs/step' }, minItems: 1, maxItems: 200 },
    },
    ['holdfast', 'name', 'title', 'trigger', 'steps'],
  ),
  $defs: { expression: EXPRESSION_SCHEMA, step: STEP_SCHEMA },
};

function closed(properties: JsonObject, required: string[]): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}
