import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JsonObject, ownValue } from '../../foundation/index.ts';
import type { ApiDefinition, OperationDefinition, Overlay } from './definition.ts';
import { readApiDocument } from './read-api-document.ts';

function read(parts: object, overlay?: Overlay): ApiDefinition {
  const source = JSON.stringify({ openapi: '3.0.3', info: { title: 'T', version: '1' }, ...parts });
  return readApiDocument(source, overlay === undefined ? {} : { overlay });
}

function operationOf(method: string, operation: object, parts: object = {}): OperationDefinition {
  const [found] = read({ paths: { '/things/{id}': { [method]: operation } }, ...parts }).operations;
  assert.ok(found !== undefined);
  return found;
}

const text = { type: 'string' };

/** With ordinary prototypes, to compare with what a test writes down. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test('parameters that share a name get their place into it, and path-level ones count', () => {
  const { operations } = read({
    components: { parameters: { Id: { name: 'id', in: 'path', required: true, schema: text } } },
    paths: {
      '/things/{id}': {
        parameters: [{ $ref: '#/components/parameters/Id' }],
        get: {
          parameters: [
            { name: 'id', in: 'query', schema: { type: 'integer' } },
            { name: 'Authorization', in: 'header', schema: text },
          ],
          responses: {},
        },
      },
    },
  });
  assert.deepEqual(
    operations[0]?.parameters.map(({ field, isRequired }) => [field, isRequired]),
    [
      ['id_path', true],
      ['id_query', false],
    ],
  );
  assert.deepEqual(ownValue(operations[0]?.input as JsonObject, 'required'), ['id_path']);
});

test('a Swagger 2 form with a file becomes a multipart body with a file in it', () => {
  const source = JSON.stringify({
    swagger: '2.0',
    host: 'api.example.com',
    basePath: '/v1/',
    schemes: ['https'],
    paths: {
      '/files': {
        post: {
          parameters: [
            { name: 'file', in: 'formData', type: 'file', required: true },
            { name: 'tags', in: 'formData', type: 'array', items: text, collectionFormat: 'pipes' },
          ],
          responses: { 200: { description: 'ok', schema: { type: 'integer', 'x-nullable': true } } },
        },
      },
    },
  });
  const { operations, head } = readApiDocument(source);
  const [body] = operations[0]?.bodies ?? [];
  assert.equal(body?.kind, 'multipart');
  assert.deepEqual(plain(body?.encodings), { tags: { style: 'pipeDelimited', explode: false } });
  assert.match(JSON.stringify(operations[0]?.example), /^\{"body":\{"file":\{"base64":"\w+=*"\}\}\}$/);
  assert.equal(head.servers[0]?.url, 'https://api.example.com/v1');
  assert.deepEqual(plain(operations[0]?.output), { type: 'integer', nullable: true });
});

test('a field that only answers have is required in answers and not in requests', () => {
  const Thing = {
    type: 'object',
    required: ['id', 'name'],
    properties: { id: { type: 'string', readOnly: true }, name: text },
  };
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } };
  const definition = read({
    components: { schemas: { Thing } },
    paths: {
      '/things': {
        post: { requestBody: { required: true, content }, responses: { 200: { description: '', content } } },
      },
    },
  });
  assert.deepEqual((definition.schemas['Thing'] as JsonObject).required, ['id', 'name']);
  assert.deepEqual((definition.schemas['Thing.request'] as JsonObject).required, ['name']);
  assert.deepEqual(definition.operations[0]?.needs, ['Thing', 'Thing.request']);
});

test('the class is told from the method, and careful where the guess needs a person', () => {
  const key = { parameters: [{ name: 'Idempotency-Key', in: 'header', schema: text }] };
  const cases = [
    ['get', {}, 'R', 'R', false],
    ['put', {}, 'I', 'I', false],
    ['delete', {}, 'I', 'I', false],
    ['patch', {}, 'N', 'I', true],
    ['post', {}, 'N', 'N', false],
    ['post', key, 'N', 'K', true],
    ['post', { operationId: 'searchThings' }, 'N', 'R', true],
  ] as const;
  for (const [method, operation, holds, guessed, needsConfirmation] of cases) {
    const found = operationOf(method, { ...operation, responses: {} });
    assert.deepEqual(
      [found.class, found.guess.class, found.guess.needsConfirmation],
      [holds, guessed, needsConfirmation],
    );
  }
});

test('bodies of several media types are a choice, JSON first', () => {
  const content = {
    'application/xml': { schema: { type: 'object', properties: { a: text } } },
    'application/json': { schema: { type: 'object', properties: { b: text } } },
  };
  const { bodies, input } = operationOf('post', { requestBody: { content }, responses: {} });
  assert.deepEqual(
    bodies.map(({ kind }) => kind),
    ['json', 'xml'],
  );
  const { properties } = input as { properties: JsonObject };
  assert.deepEqual((properties.contentType as JsonObject).enum, ['application/json', 'application/xml']);
});

test('references of any kind inside the document are followed, also into paths', () => {
  const schema = { $ref: '#/paths/~1things~1%7Bid%7D/get/responses/200/content/application~1json/schema/properties/a' };
  const definition = read({
    paths: {
      '/things/{id}': {
        get: {
          responses: {
            200: { description: '', content: { 'application/json': { schema: { properties: { a: text } } } } },
          },
        },
        put: { requestBody: { required: true, content: { 'application/json': { schema } } }, responses: {} },
      },
    },
  });
  const put = definition.operations.find(({ method }) => method === 'PUT');
  assert.equal(put?.needs.length, 1);
  assert.deepEqual(plain(definition.schemas[put?.needs[0] ?? '']), text);
});

test('names are lower-case words of the id, at most 64 characters, and made of the path where there is none', () => {
  assert.equal(operationOf('get', { operationId: 'GetThingsByID' }).name, 'get_things_by_id');
  assert.equal(operationOf('get', { operationId: 'things/list-all' }).name, 'things_list_all');
  assert.equal(operationOf('get', {}).name, 'get_things_by_id');
  assert.ok(operationOf('get', { operationId: 'aLongId'.repeat(20) }).name.length <= 64);
});

test('the ways to sign in are told, with the word before a key where the document tells it', () => {
  const schemes = {
    key: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Send `Klaviyo-API-Key your-key`.' },
    bearer: { type: 'http', scheme: 'bearer' },
    mutual: { type: 'mutualTLS' },
    oauth: {
      type: 'oauth2',
      flows: {
        authorizationCode: {
          authorizationUrl: 'https://a.example/a',
          tokenUrl: 'https://a.example/t',
          scopes: { read: 'Read' },
        },
      },
    },
  };
  const { auth } = read({ components: { securitySchemes: schemes }, paths: {} }).head;
  assert.deepEqual(auth[0]?.scheme, {
    kind: 'api_key',
    in: 'header',
    name: 'Authorization',
    prefix: 'Klaviyo-API-Key',
  });
  assert.deepEqual(
    auth.map(({ scheme }) => scheme.kind),
    ['api_key', 'bearer', 'mtls', 'oauth2'],
  );
  assert.deepEqual(auth[3]?.scopes, { read: 'Read' });
  assert.deepEqual(
    read({ paths: {} }).head.auth.map(({ name }) => name),
    ['bearer', 'basic', 'api_key'],
  );
});

test('an event is signed after Standard Webhooks only where the document says so', () => {
  const event = (name: string) => ({
    post: {
      parameters: [{ name, in: 'header', schema: text }],
      requestBody: { content: { 'application/json': { schema: { properties: { type: { const: 'thing.made' } } } } } },
    },
  });
  const { triggers } = read({
    openapi: '3.1.0',
    webhooks: { 'thing.made': event('webhook-signature'), other: event('X-Sign') },
  }).head;
  assert.deepEqual(
    triggers.map(({ name, signature }) => [name, signature.kind]),
    [
      ['thing_made', 'standard_webhooks'],
      ['other', 'unsigned'],
    ],
  );
  assert.deepEqual(triggers[0]?.match, { path: ['type'], equals: 'thing.made' });
});

test('an overlay changes the document before it is read, and what was guessed of an operation', () => {
  const paths = {
    '/things': { get: { operationId: 'list', responses: {} }, patch: { operationId: 'change', responses: {} } },
  };
  const { operations, report, head } = read(
    { paths },
    {
      baseUrl: 'https://eu.example.com',
      actions: [
        { target: "$.paths['/things'].get", update: { summary: 'All things' } },
        { target: '/paths/~1nothing', remove: true },
      ],
      operations: { change: { class: 'I' }, gone: { isHidden: true } },
    },
  );
  assert.equal(operations[0]?.title, 'All things');
  assert.deepEqual([operations[1]?.class, operations[1]?.guess.needsConfirmation], ['I', false]);
  assert.deepEqual(
    report.map(({ code }) => code).filter((code) => code.startsWith('overlay.')),
    ['overlay.no_target', 'overlay.no_operation'],
  );
  assert.equal(head.servers[0]?.url, 'https://eu.example.com');
});

test('YAML keeps the digits of versions and numbers', () => {
  const { head } = readApiDocument('openapi: 3.0.0\ninfo:\n  title: T\n  version: 1.10\npaths: {}\n');
  assert.equal(head.version, '1.10');
});
