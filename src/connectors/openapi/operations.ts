/** The operations of a document. */
import {
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  ownValue,
  stringifyJson,
} from '../../foundation/index.ts';
import { type JsonSchema, pointerTo } from '../../language/index.ts';
import { type ApiDocument, listOf, membersOf, type Place, textOf } from './api-document.ts';
import { scopesOf } from './auth.ts';
import { mediaTypesOf, readAnswers, readBodies, readSwaggerBodies } from './bodies.ts';
import type { AnswerDefinition, BodyDefinition, OperationDefinition, ParameterDefinition } from './definition.ts';
import { guessClass } from './operation-class.ts';
import { firstLine, nameOperation, titleOf } from './operation-names.ts';
import { readParameters } from './parameters.ts';
import type { SchemaReader } from './schema-reader.ts';
import { serversIn } from './servers.ts';

/** The largest public documents have some 1,200. */
const MAX_OPERATIONS = 5_000;
const MAX_SUMMARY_LENGTH = 2_000;
const METHODS: ReadonlySet<string> = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options']);
const OTHER_METHODS: ReadonlySet<string> = new Set(['trace', 'query', 'additionalOperations']);

/** An operation before it is known which schemas it leads to. */
export interface RawOperation {
  readonly definition: Omit<OperationDefinition, 'needs'>;
  readonly references: ReadonlySet<string>;
  readonly pointer: string;
}

/** Reads all operations in the order of the document. */
export function readOperations(document: ApiDocument, reader: SchemaReader): RawOperation[] {
  const operations: RawOperation[] = [];
  const names = new Set<string>();
  const ids = new Set<string>();
  for (const member of membersOf(document.root, 'paths', '')) {
    if (!member.key.startsWith('/')) {
      if (!member.key.startsWith('x-'))
        document.remarks.lost('path.unusable', member.pointer, 'A path has to begin with "/"; it was left out.');
      continue;
    }
    const item = document.resolveObject(member);
    if (item === undefined) continue;
    for (const method of Object.keys(item.value)) {
      if (OTHER_METHODS.has(method))
        document.remarks.lost(
          'method.unknown',
          pointerTo(item.pointer, method),
          `Operations of the kind "${method}" cannot be called.`,
        );
      if (!METHODS.has(method.toLowerCase())) continue;
      const operation = document.resolveObject({
        value: item.value[method] as JsonValue,
        pointer: pointerTo(item.pointer, method),
      });
      if (operation === undefined) continue;
      if (operations.length >= MAX_OPERATIONS) {
        document.remarks.lost(
          'operation.too_many',
          operation.pointer,
          `Only the first ${MAX_OPERATIONS} operations are read.`,
        );
        continue;
      }
      noteId(document, operation, ids);
      operations.push(readOperation(document, reader, { path: member.key, method, item, operation, names }));
    }
  }
  return operations;
}

function noteId(document: ApiDocument, { value, pointer }: Place<JsonObject>, ids: Set<string>): void {
  const id = textOf(value, 'operationId');
  if (id === undefined)
    document.remarks.note('operation.no_id', pointer, 'The operation has no id; its name is made of method and path.');
  else if (ids.has(id))
    document.remarks.note(
      'operation.id_twice',
      pointer,
      `The id "${id.slice(0, 200)}" stands twice; the second name has a number.`,
    );
  else if (id.length > 64)
    document.remarks.note(
      'operation.id_long',
      pointer,
      `The id "${id.slice(0, 200)}" is longer than 64 characters; its name is cut.`,
    );
  if (id !== undefined) ids.add(id);
}

interface Found {
  readonly path: string;
  readonly method: string;
  readonly item: Place<JsonObject>;
  readonly operation: Place<JsonObject>;
  readonly names: Set<string>;
}

function readOperation(document: ApiDocument, reader: SchemaReader, found: Found): RawOperation {
  const { operation, item, path } = found;
  const { value, pointer } = operation;
  const method = found.method.toUpperCase() as OperationDefinition['method'];
  const lists = [item, operation].map((holder) => ({
    value: ownValue(holder.value, 'parameters') as JsonValue,
    pointer: pointerTo(holder.pointer, 'parameters'),
  }));
  const parameters = readParameters(document, reader, { path, pointer, lists });
  const bodies = document.isSwagger2
    ? readSwaggerBodies(reader, parameters, mediaTypesOf(document, value, 'consumes'))
    : readBodies(document, reader, operation);
  const answers = readAnswers(document, reader, { operation, produces: mediaTypesOf(document, value, 'produces') });
  const id = textOf(value, 'operationId');
  const name = nameOperation({ id, method, path }, found.names);
  const definition = {
    ...wordsOf(value, name, path),
    name,
    ...(id === undefined ? {} : { documentId: id.slice(0, 500) }),
    method,
    path,
    ...ownServer(document, found),
    parameters: parameters.parameters,
    bodies: bodies.bodies,
    isBodyRequired: bodies.isRequired,
    answers: answers.answers,
    ...guessClass({ name, method, parameters: parameters.parameters }),
    ...optional('scopes', scopesOf(value, document.root)),
    input: inputSchema(parameters.parameters, bodies),
    output: outputSchema(answers.answers),
  };
  return {
    definition,
    references: new Set([...parameters.references, ...bodies.references, ...answers.references]),
    pointer,
  };
}

function wordsOf(
  value: JsonObject,
  name: string,
  path: string,
): Pick<OperationDefinition, 'title' | 'summary' | 'group' | 'deprecated'> {
  const description = textOf(value, 'description') ?? '';
  const title = firstLine(textOf(value, 'summary') ?? '') || titleOf(name);
  const tag = listOf(value, 'tags').find((entry) => typeof entry === 'string' && entry.trim() !== '') as
    | string
    | undefined;
  const segment = path
    .split('/')
    .find((part) => part !== '' && !part.startsWith('{') && !/^v?\d[\d.]*$|^(?:api|rest)$/.test(part));
  const said = /deprecat[^.\n]*\./i.exec(description.slice(0, MAX_SUMMARY_LENGTH))?.[0]?.slice(0, 300);
  return {
    title,
    summary: (description || textOf(value, 'summary') || title).slice(0, MAX_SUMMARY_LENGTH).trim(),
    group: (tag ?? titleOf(segment ?? 'other')).slice(0, 100),
    ...(value.deprecated === true ? { deprecated: said ?? 'The document says that it is deprecated.' } : {}),
  };
}

function ownServer(document: ApiDocument, { item, operation }: Found): Pick<OperationDefinition, 'server'> {
  const [server] = [
    ...serversIn(document, operation.value, operation.pointer),
    ...serversIn(document, item.value, item.pointer),
  ];
  return server === undefined || server.url === document.baseUrl ? {} : { server };
}

/** The step's input: the parameters by field, and the body. */
function inputSchema(
  parameters: readonly ParameterDefinition[],
  { bodies, isRequired }: { readonly bodies: readonly BodyDefinition[]; readonly isRequired: boolean },
): JsonSchema {
  const properties = makeObject(parameters.map(({ field, schema }) => [field, schema as JsonValue]));
  const required: JsonValue[] = parameters.filter((parameter) => parameter.isRequired).map(({ field }) => field);
  if (bodies.length > 1) {
    properties.contentType = makeObject([
      ['type', 'string'],
      ['title', 'Content type'],
      ['enum', [...new Set(bodies.map(({ mediaType }) => mediaType))]],
    ]);
  }
  if (bodies.length > 0) properties.body = bodyChoice(bodies);
  if (bodies.length > 0 && isRequired) required.push('body');
  return makeObject([
    ['type', 'object'],
    ['properties', properties],
    ['required', required],
    ['additionalProperties', false],
  ]);
}

function bodyChoice(bodies: readonly BodyDefinition[]): JsonValue {
  const byText = new Map(bodies.map(({ schema }) => [stringifyJson(schema), schema]));
  const [first = true] = byText.values();
  return byText.size === 1 ? first : makeObject([['anyOf', [...byText.values()]]]);
}

/** The body of the first success that has one; an empty answer is null. */
function outputSchema(answers: readonly AnswerDefinition[]): JsonSchema {
  const successes = answers.filter((answer) => answer.isSuccess && answer.schema !== null);
  const [first] = successes.toSorted((one, other) => one.status.localeCompare(other.status, 'en'));
  return first?.schema ?? makeObject([['type', 'null']]);
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}

/** Callbacks are events that only come after a call; they are told, not made into triggers. */
export function noteCallbacks(document: ApiDocument, operations: readonly RawOperation[]): void {
  for (const { pointer } of operations) {
    const found = document.find(`#${encodeURI(pointer)}`);
    if (found !== undefined && isObject(found.value) && membersOf(found.value, 'callbacks', pointer).length > 0) {
      document.remarks.note(
        'operation.callbacks',
        pointer,
        'The operation declares callbacks; they are not offered as triggers.',
      );
    }
  }
}
