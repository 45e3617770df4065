/**
 * Writes `web/api/api.gen.ts`, the types of our own API for the web app, from the OpenAPI document that the routes'
 * schemas make. Run it after changing a route; a test compares.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ApiDocument, type ApiOperation, type ApiSchema, describeApi } from '../src/api/index.ts';
import { ROOT } from './source-tree.ts';

const PAGE = 'web/api/api.gen.ts';
const PREFIX = '/api/v1';

/** A schema nested deeper than this is shown as any JSON. */
const MAX_DEPTH = 12;

/** The text of the file. */
export async function renderClient(): Promise<string> {
  const operations = namedOperations(await describeApi());
  const places = operations.map(({ name, method, path }) => `  ${name}: ['${method.toUpperCase()}', '${path}'],`);
  const types = operations.map(({ name, operation }) => `  ${name}: ${typeOfOperation(operation)};`);
  return [
    '/** Made by `node scripts/render-client.ts` from the OpenAPI document of the API. Not to be edited. */',
    "import type { JsonObject, JsonValue } from '../../src/foundation/index.ts';",
    '',
    'export interface Operations {',
    ...types,
    '}',
    '',
    'export type OperationName = keyof Operations;',
    '',
    'export const OPERATION_PLACES: Readonly<Record<OperationName, readonly [method: string, path: string]>> = {',
    ...places,
    '};',
    '',
  ].join('\n');
}

interface NamedOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
}

function namedOperations({ paths = {} }: ApiDocument): NamedOperation[] {
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(PREFIX))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: nameOf(operation, path),
        method,
        path,
        operation,
      })),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function nameOf({ operationId }: ApiOperation, path: string): string {
  if (operationId === undefined) throw new Error(`the route ${path} has no operationId`);
  return operationId;
}

function typeOfOperation(operation: ApiOperation): string {
  const parts = [
    ...parameterPart(operation, 'path'),
    ...parameterPart(operation, 'query'),
    ...bodyPart(operation),
    `answer: ${typeOfAnswer(operation)}`,
  ];
  return `{ ${parts.join('; ')} }`;
}

function parameterPart({ parameters = [] }: ApiOperation, place: 'path' | 'query'): string[] {
  const found = parameters.filter((parameter) => parameter.in === place);
  if (found.length === 0) return [];
  const isOptional = found.every(({ required }) => required !== true);
  const fields = found.map(({ name, required, schema }) => {
    const mark = required === true ? '' : '?';
    const type = typeOf(schema ?? {}, 0);
    return `${keyText(name)}${mark}: ${required === true ? type : `${type} | undefined`}`;
  });
  return [`${place}${isOptional ? '?' : ''}: { ${fields.join('; ')} }`];
}

function bodyPart({ requestBody }: ApiOperation): string[] {
  const schema = requestBody?.content?.['application/json']?.schema;
  return schema === undefined ? [] : [`body: ${typeOf(schema, 0)}`];
}

function typeOfAnswer({ responses = {} }: ApiOperation): string {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const types = good.flatMap(([, { content }]) => {
    const schema = content?.['application/json']?.schema;
    return schema === undefined ? [] : [typeOf(schema, 0)];
  });
  return types.length === 0 ? 'JsonValue' : [...new Set(types)].join(' | ');
}

function typeOf(schema: ApiSchema, depth: number): string {
  if (depth > MAX_DEPTH) return 'JsonValue';
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((choice) => typeOf(choice, depth + 1)))].join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, depth + 1)).join(' | ');
  return typeOfKind(schema, depth);
}

function typeOfKind(schema: ApiSchema, depth: number): string {
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      return `readonly (${schema.items === undefined ? 'JsonValue' : typeOf(schema.items, depth + 1)})[]`;
    case 'object':
      return typeOfObject(schema, depth);
    default:
      return 'JsonValue';
  }
}

function typeOfObject(
  { properties, required = [], additionalProperties, patternProperties }: ApiSchema,
  depth: number,
): string {
  if (properties === undefined || Object.keys(properties).length === 0) {
    const values = patternProperties === undefined ? additionalProperties : Object.values(patternProperties)[0];
    if (typeof values === 'object') return `Readonly<Record<string, ${typeOf(values, depth + 1)}>>`;
    return additionalProperties === false ? 'Record<string, never>' : 'JsonObject';
  }
  const fields = Object.entries(properties).map(
    ([name, field]) => `readonly ${keyText(name)}${required.includes(name) ? '' : '?'}: ${typeOf(field, depth + 1)}`,
  );
  return `{ ${fields.join('; ')} }`;
}

function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value);
}

if (import.meta.main) {
  writeFileSync(resolve(ROOT, PAGE), await renderClient());
  process.stdout.write(`wrote ${PAGE}\n`);
}
