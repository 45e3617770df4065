import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAppError, stringifyJson } from '../../foundation/index.ts';
import type { ApiDefinition } from './definition.ts';
import { readApiDocument } from './read-api-document.ts';

const MAX_READING_MS = 10_000;

/** A document with one operation that posts this schema. */
function documentWith(schema: unknown, schemas: unknown = {}): string {
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    paths: {
      '/things': {
        post: {
          operationId: 'make',
          requestBody: { required: true, content: { 'application/json': { schema } } },
          responses: {},
        },
        get: { operationId: 'list', responses: { 200: { description: 'ok' } } },
      },
    },
    components: { schemas },
  });
}

function readInTime(source: string | Uint8Array): ApiDefinition {
  const startedAt = performance.now();
  const definition = readApiDocument(source);
  assert.ok(performance.now() - startedAt < MAX_READING_MS);
  assert.ok(stringifyJson(definition as never).length < 20_000_000);
  return definition;
}

function assertReported(definition: ApiDefinition, code: string): void {
  assert.ok(
    definition.report.some((remark) => remark.code === code),
    JSON.stringify(definition.report),
  );
  assert.ok(definition.report.length < 300);
  const list = definition.operations.find(({ name }) => name === 'list');
  assert.equal(list?.unusable, undefined, 'the rest of the document is usable');
}

function chain(length: number, make: (next: object) => object): Record<string, object> {
  const entries = Array.from({ length }, (_, index) => [
    `S${index}`,
    make({ $ref: `#/components/schemas/S${(index + 1) % length}` }),
  ]);
  return Object.fromEntries(entries);
}

const HERE = { $ref: '#/components/schemas/S0' };
const CASES: readonly (readonly [name: string, code: string, source: string])[] = [
  ['a reference to another host', 'reference.outside', documentWith({ $ref: 'https://evil.example/schema.json' })],
  ['a reference to a file', 'reference.outside', documentWith({ $ref: 'file:///etc/passwd' })],
  ['a reference to a neighbouring file', 'reference.outside', documentWith({ $ref: '../../etc/passwd#/x' })],
  ['a reference to nothing', 'reference.dangling', documentWith({ $ref: '#/components/schemas/Missing' })],
  [
    'a ring of references',
    'reference.ring',
    documentWith(
      HERE,
      chain(3, (next) => next),
    ),
  ],
  [
    'a long ring of references',
    'reference.ring',
    documentWith(
      HERE,
      chain(20_000, (next) => ({ allOf: [next] })),
    ),
  ],
  ['a schema that is itself', 'reference.ring', documentWith(HERE, { S0: { anyOf: [HERE, HERE] } })],
  [
    'a field that needs itself',
    'operation.unusable',
    documentWith(HERE, { S0: { type: 'object', required: ['a'], properties: { a: HERE } } }),
  ],
  ['a pattern that cannot be bounded', 'schema.loosened', documentWith({ type: 'string', pattern: '(a+)\\1+$' })],
  [
    'a pattern of a field name that cannot be bounded',
    'schema.loosened',
    documentWith({ patternProperties: { '(?<=a)b': {} } }),
  ],
  [
    'a choice of 100 000 values',
    'schema.loosened',
    documentWith({ enum: Array.from({ length: 100_000 }, (_, index) => `v${index}`) }),
  ],
  ['a type that is none', 'schema.loosened', documentWith({ type: 'money', minLength: -1, required: 'all', items: 5 })],
  ['a schema that is a number', 'schema.unknown', documentWith(12)],
  ['schemas in schemas', 'schema.unknown', documentWith(nested(300))],
];

function nested(depth: number): object {
  return depth === 0 ? {} : { not: { items: nested(depth - 1) } };
}

for (const [name, code, source] of CASES) {
  test(`${name} ends in a remark, and the rest works`, () => {
    assertReported(readInTime(source), code);
  });
}

test('schemas that stand for a million copies when written out stay references', () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => {
      const next = index === 29 ? { type: 'string' } : { $ref: `#/components/schemas/S${index + 1}` };
      return [`S${index}`, { type: 'object', required: ['a', 'b'], properties: { a: next, b: next } }];
    }),
  );
  const definition = readInTime(documentWith(HERE, schemas));
  assert.equal(Object.keys(definition.schemas).length, 30);
  assertReported(definition, 'operation.unusable');
});

test('operations that all lead to thousands of schemas are read up to a bound', () => {
  const response = { description: '', content: { 'application/json': { schema: HERE } } };
  const paths = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, index) => [
      `/p${index}`,
      { get: { operationId: `o${index}`, responses: { 200: response } } },
    ]),
  );
  const schemas = chain(5_000, (next) => ({ properties: { next } }));
  const { operations } = readApiDocument(JSON.stringify({ openapi: '3.0.0', paths, components: { schemas } }));
  const usable = operations.filter(({ unusable }) => unusable === undefined).length;
  assert.ok(usable > 100 && usable < 300, String(usable));
});

test('a pattern that would hang a backtracking engine does not hang the reader', () => {
  const definition = readInTime(
    documentWith({ type: 'string', pattern: '^(([a-z])+.)+[A-Z]([a-z])+$', minLength: 5_000 }),
  );
  assert.equal(definition.operations.length, 2);
});

test('names like __proto__ and constructor are names like any other', () => {
  const schemas =
    '{"__proto__":{"type":"string"},"constructor":{"type":"object","properties":{"__proto__":{"$ref":"#/components/schemas/__proto__"}},"required":["__proto__"]}}';
  const source = documentWith({ $ref: '#/components/schemas/constructor' }, 'HERE').replace('"HERE"', schemas);
  const { operations, schemas: read } = readInTime(source);
  assert.deepEqual(Object.keys(read).sort(), ['__proto__', 'constructor']);
  assert.equal(operations.find(({ name }) => name === 'make')?.unusable, undefined);
  assert.equal(({} as { type?: unknown }).type, undefined);
});

test('YAML aliases that stand for a billion values are cut, and the rest works', () => {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const below = index === 0 ? 'x' : `*l${index - 1}`;
    return `  l${index}: &l${index} [${Array(10).fill(below).join(', ')}]`;
  });
  const source = `openapi: 3.0.0\nx-bomb:\n${levels.join('\n')}\npaths:\n  /things:\n    get:\n      operationId: list\n      responses: {}\n`;
  assertReported(readInTime(source), 'document.alias');
});

test('a YAML alias that holds itself is cut', () => {
  const source =
    'openapi: 3.0.0\nx-ring: &r\n  again: *r\npaths:\n  /things:\n    get:\n      operationId: list\n      responses: {}\n';
  assertReported(readInTime(source), 'document.alias');
});

test('operations with the same id all stay, with names of their own', () => {
  const paths = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`/p${index}`, { get: { operationId: 'list', responses: {} } }]),
  );
  const definition = readInTime(JSON.stringify({ openapi: '3.0.0', paths }));
  assert.equal(new Set(definition.operations.map(({ name }) => name)).size, 50);
  const twice = definition.report.filter(({ code }) => code === 'operation.id_twice');
  assert.equal(twice.length, 20);
  assert.equal(twice.at(-1)?.more, 29);
});

for (const [name, source, code] of [
  ['a list', '[1, 2]', 'connectors.document.unreadable'],
  ['a text', 'just words', 'connectors.document.unreadable'],
  ['nothing', '', 'connectors.document.unreadable'],
  ['broken JSON that is no YAML', '{"openapi": "3.0.0", ]', 'connectors.document.unreadable'],
  ['a million brackets', `{"openapi":"3.0.0","x":${'['.repeat(1_000_000)}`, 'connectors.document.unreadable'],
  ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0xfe]), 'connectors.document.unreadable'],
  ['an object that is no API', '{"a": 1}', 'connectors.document.not_openapi'],
  ['16 MB', new Uint8Array(16_000_000), 'connectors.document.too_large'],
] as const) {
  test(`${name} is refused with the reason`, () => {
    assert.throws(
      () => readApiDocument(source),
      (error) => isAppError(error, code),
    );
  });
}

test('whatever stands where something else belongs, the document is read', () => {
  for (const strange of [
    'null',
    '[]',
    '"a"',
    '7',
    '{}',
    '[null]',
    '{"a":null}',
    '[{"$ref":"#"}]',
    '{"$ref":"#/paths"}',
    'true',
  ]) {
    for (const key of [
      'info',
      'servers',
      'paths',
      'components',
      'security',
      'tags',
      'webhooks',
      'definitions',
      'securityDefinitions',
    ]) {
      readInTime(`{"openapi":"3.1.0","${key}":${strange}}`);
      readInTime(`{"swagger":"2.0","${key}":${strange}}`);
    }
    for (const key of [
      'parameters',
      'requestBody',
      'responses',
      'tags',
      'operationId',
      'security',
      'servers',
      'callbacks',
      'consumes',
    ]) {
      const operation = `{"${key}":${strange}}`;
      readInTime(`{"openapi":"3.1.0","paths":{"/a/{b}":{"post":${operation},"parameters":${strange}}}}`);
      readInTime(`{"swagger":"2.0","paths":{"/a/{b}":{"post":${operation}}},"produces":${strange}}`);
    }
    for (const key of ['schema', 'content', 'style', 'example', 'in', 'name', 'explode']) {
      const parameter = `{"name":"q","in":"query","${key}":${strange}}`;
      readInTime(`{"openapi":"3.1.0","paths":{"/a":{"get":{"parameters":[${parameter}]}}}}`);
      const body = `{"content":{"multipart/form-data":{"encoding":${strange},"${key}":${strange}}}}`;
      readInTime(`{"openapi":"3.1.0","paths":{"/a":{"post":{"requestBody":${body}}}}}`);
    }
  }
});
