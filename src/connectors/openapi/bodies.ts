/** Bodies of requests and of answers. */
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
import type { AnswerDefinition, BodyDefinition, FieldEncoding } from './definition.ts';
import { byPreference, exactMedia, kindOfMedia } from './media-type.ts';
import { collectionEncoding, type ReadParameters, readEncodings } from './parameters.ts';
import { fileSchema, type SchemaReader } from './schema-reader.ts';
import type { SchemaUse } from './schema-traits.ts';

const MAX_MEDIA_TYPES = 20;
const MAX_ANSWERS = 60;
const MAX_EXAMPLE_LENGTH = 20_000;

export interface ReadBodies {
  readonly bodies: readonly BodyDefinition[];
  readonly isRequired: boolean;
  readonly references: ReadonlySet<string>;
}

export interface ReadAnswers {
  readonly answers: readonly AnswerDefinition[];
  readonly references: ReadonlySet<string>;
}

/** The bodies a request may have, in the order of preference. */
export function readBodies(document: ApiDocument, reader: SchemaReader, operation: Place<JsonObject>): ReadBodies {
  const references = new Set<string>();
  const none = { bodies: [], isRequired: false, references };
  const given = ownValue(operation.value, 'requestBody');
  if (given === undefined) return none;
  const body = document.resolveObject({ value: given, pointer: pointerTo(operation.pointer, 'requestBody') });
  if (body === undefined) return none;
  const bodies: BodyDefinition[] = [];
  for (const member of membersOf(body.value, 'content', body.pointer).slice(0, MAX_MEDIA_TYPES)) {
    const media = document.resolveObject(member);
    if (media === undefined) continue;
    const read = readMedia(reader, member.key, media);
    for (const name of read.references) references.add(name);
    bodies.push(read.body);
  }
  return { bodies: distinct(byPreference(bodies)), isRequired: body.value.required === true, references };
}

/** The same for Swagger 2, where bodies are parameters. */
export function readSwaggerBodies(
  reader: SchemaReader,
  { body, form }: ReadParameters,
  consumes: readonly JsonValue[],
): ReadBodies {
  const types = consumes.filter((type) => typeof type === 'string');
  if (body !== undefined) {
    const { schema, references } = reader.read(schemaOf(body), 'request');
    const types_ = types.length === 0 ? ['application/json'] : types;
    const bodies = types_.slice(0, MAX_MEDIA_TYPES).map((type) => makeBody(type, schema));
    const notForms = bodies.filter(({ kind }) => kind !== 'form' && kind !== 'multipart');
    return {
      bodies: distinct(byPreference(notForms.length > 0 ? notForms : [makeBody('application/json', schema)])),
      isRequired: body.value.required === true,
      references,
    };
  }
  if (form.length === 0) return { bodies: [], isRequired: false, references: new Set() };
  return formBody(reader, form, types);
}

function formBody(reader: SchemaReader, form: readonly Place<JsonObject>[], types: readonly string[]): ReadBodies {
  const hasFile = form.some(({ value }) => value.type === 'file');
  const isMultipart =
    hasFile ||
    (types.some((type) => kindOfMedia(type) === 'multipart') && !types.some((type) => kindOfMedia(type) === 'form'));
  const properties = makeObject();
  const encodings = makeObject() as unknown as Record<string, FieldEncoding>;
  const references = new Set<string>();
  for (const place of form) {
    const name = textOf(place.value, 'name') as string;
    const read = reader.read(place, 'upload');
    properties[name] = read.schema;
    const encoding = place.value.type === 'array' ? collectionEncoding(place.value) : undefined;
    if (encoding !== undefined) encodings[name] = encoding;
    for (const reference of read.references) references.add(reference);
  }
  const required = form
    .filter(({ value }) => value.required === true)
    .map(({ value }) => textOf(value, 'name') as string);
  const schema = makeObject([
    ['type', 'object'],
    ['properties', properties],
    ['required', required],
  ]);
  const mediaType = isMultipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  const kind = isMultipart ? 'multipart' : 'form';
  const body = { mediaType, kind, schema, ...(Object.keys(encodings).length === 0 ? {} : { encodings }) } as const;
  return { bodies: [body], isRequired: required.length > 0, references };
}

function readMedia(
  reader: SchemaReader,
  mediaType: string,
  media: Place<JsonObject>,
): { body: BodyDefinition; references: ReadonlySet<string> } {
  const kind = kindOfMedia(mediaType);
  const { schema, references } = reader.read(schemaOf(media), kind === 'multipart' ? 'upload' : 'request');
  const encodings = kind === 'form' || kind === 'multipart' ? readEncodings(media.value) : undefined;
  const body = makeBody(mediaType, withExample(schema, media.value));
  return { body: encodings === undefined ? body : { ...body, encodings }, references };
}

function makeBody(mediaType: string, schema: JsonSchema): BodyDefinition {
  const kind = kindOfMedia(mediaType);
  const body = { mediaType: exactMedia(mediaType), kind, schema: bodySchema(kind, schema) };
  return kind === 'xml' ? { ...body, xml: { root: rootOf(schema) } } : body;
}

/** Bytes are a file whatever the document says of them; a text is a text. */
function bodySchema(kind: BodyDefinition['kind'], schema: JsonSchema): JsonSchema {
  if (kind === 'bytes') return fileSchema();
  if (kind !== 'text') return schema;
  return isObject(schema) && schema.type === 'string' ? schema : makeObject([['type', 'string']]);
}

function rootOf(schema: JsonSchema): string {
  if (!isObject(schema)) return 'root';
  const named = isObject(schema.xml) ? textOf(schema.xml, 'name') : undefined;
  const reference = textOf(schema, '$ref')?.split('/').at(-1)?.split('.')[0];
  return named ?? reference ?? 'root';
}

/** The media type's own example counts for its schema. */
function withExample(schema: JsonSchema, media: JsonObject): JsonSchema {
  if (!isObject(schema) || schema.example !== undefined) return schema;
  const [first] = membersOf(media, 'examples', '');
  const inList = isObject(first?.value) ? ownValue(first.value, 'value') : undefined;
  const example = ownValue(media, 'example') ?? inList;
  if (example === undefined || stringifyJson(example).length > MAX_EXAMPLE_LENGTH) return schema;
  schema.example = example;
  return schema;
}

/** The same shape written in the same way is one choice. */
function distinct(bodies: readonly BodyDefinition[]): BodyDefinition[] {
  const seen = new Set<string>();
  return bodies.filter(({ kind, schema }) => {
    const key = `${kind} ${stringifyJson(schema)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What the operation may answer, by status and media type. */
export function readAnswers(
  document: ApiDocument,
  reader: SchemaReader,
  { operation, produces }: { readonly operation: Place<JsonObject>; readonly produces: readonly JsonValue[] },
): ReadAnswers {
  const answers: AnswerDefinition[] = [];
  const references = new Set<string>();
  const members = membersOf(operation.value, 'responses', operation.pointer).filter(({ key }) => isStatus(key));
  if (members.length === 0)
    document.remarks.note('answer.none', operation.pointer, 'The operation does not say what it answers.');
  const hasSuccess = members.some(({ key }) => /^2/.test(key));
  for (const member of members.slice(0, MAX_ANSWERS)) {
    const answer = document.resolveObject(member);
    if (answer === undefined) continue;
    const status = member.key === 'default' ? member.key : member.key.toUpperCase();
    const isSuccess = status.startsWith('2') || (status === 'default' && !hasSuccess);
    const description = (textOf(answer.value, 'description') ?? '').slice(0, 500);
    for (const content of contentsOf(document, reader, { answer, produces })) {
      for (const name of content.references) references.add(name);
      answers.push({ status, isSuccess, mediaType: content.mediaType, schema: content.schema, description });
    }
  }
  return { answers, references };
}

interface Content {
  readonly mediaType: string | null;
  readonly schema: JsonSchema | null;
  readonly references: ReadonlySet<string>;
}

function contentsOf(
  document: ApiDocument,
  reader: SchemaReader,
  { answer, produces }: { readonly answer: Place<JsonObject>; readonly produces: readonly JsonValue[] },
): Content[] {
  if (document.isSwagger2) {
    if (ownValue(answer.value, 'schema') === undefined) return [NO_CONTENT];
    const types = produces.filter((type) => typeof type === 'string');
    const [mediaType = 'application/json'] = byPreference(types.map((type) => ({ type, kind: kindOfMedia(type) }))).map(
      ({ type }) => type,
    );
    return [readContent(reader, mediaType, answer)];
  }
  const contents = membersOf(answer.value, 'content', answer.pointer)
    .slice(0, MAX_MEDIA_TYPES)
    .flatMap((member) => {
      const media = document.resolveObject(member);
      return media === undefined ? [] : [{ ...readContent(reader, member.key, media), kind: kindOfMedia(member.key) }];
    });
  return contents.length === 0 ? [NO_CONTENT] : byPreference(contents);
}

const NO_CONTENT: Content = { mediaType: null, schema: null, references: new Set() };

function readContent(reader: SchemaReader, mediaType: string, media: Place<JsonObject>): Content {
  const use: SchemaUse = 'answer';
  const { schema, references } = reader.read(schemaOf(media), use);
  return { mediaType: exactMedia(mediaType), schema: bodySchema(kindOfMedia(mediaType), schema), references };
}

function schemaOf({ value, pointer }: Place<JsonObject>): Place {
  return { value: ownValue(value, 'schema') ?? true, pointer: pointerTo(pointer, 'schema') };
}

function isStatus(key: string): boolean {
  return key === 'default' || /^[1-5](?:\d\d|xx)$/i.test(key);
}

/** What the operation or, where it says nothing, the document lists under a key of Swagger 2. */
export function mediaTypesOf(
  document: ApiDocument,
  operation: JsonObject,
  key: 'consumes' | 'produces',
): readonly JsonValue[] {
  return ownValue(operation, key) === undefined ? listOf(document.root, key) : listOf(operation, key);
}
