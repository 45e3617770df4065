/**
 * The author's own description of a call, and how it becomes one. Every value keeps its position: a path stays below the
 * base URL, a parameter stays one parameter, and a header cannot carry the credential or the length of the message.
 */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../../foundation/index.ts';
import type { HttpRequest, RequestBody } from '../../outbound/index.ts';
import { MESSAGE_HEADERS } from '../message-headers.ts';
import { textField } from '../request-parts.ts';

/**
 * One path segment other than `.` and `..`, which a URL parser would take as a step up. Written so that each character
 * says how to go on, because every call is checked by it.
 */
const SEGMENT = '([^./?#\\\\\\s]|[.]([^./?#\\\\\\s]|[.][^/?#\\\\\\s]))[^/?#\\\\\\s]*';

/** What Holdfast writes itself: the credential, the kind of the body, and what says where a message ends. */
const RESERVED_HEADERS = ['authorization', ...MESSAGE_HEADERS];

const scalar: JsonObject = { type: ['string', 'number', 'boolean'] };

/** The path below the base URL, as one text or as a list of segments that are encoded one by one. */
export const pathField: JsonObject = {
  title: 'Path',
  description: 'Below the base URL. As text, "/" separates segments; as a list, each item is exactly one segment.',
  anyOf: [
    { type: 'string', maxLength: 2_000, pattern: `^/?(${SEGMENT}(/${SEGMENT})*)?$` },
    { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 500, pattern: '^([^.]|[.][^.]|[.][.].)' } },
  ],
};

/** Query parameters; a list repeats the parameter, null leaves it out. */
export const queryField: JsonObject = {
  type: 'object',
  title: 'Query',
  maxProperties: 100,
  additionalProperties: { anyOf: [scalar, { type: 'null' }, { type: 'array', maxItems: 100, items: scalar }] },
};

/** Headers beside those that Holdfast sets itself. */
export const headersField: JsonObject = {
  type: 'object',
  title: 'Headers',
  description: 'Names in lower case. The credential, the host and the length are set by Holdfast.',
  maxProperties: 50,
  propertyNames: {
    pattern: '^[a-z0-9!#$%&*+.^_|~-]+$',
    not: { enum: RESERVED_HEADERS },
  },
  additionalProperties: { type: 'string', maxLength: 4_000, pattern: '^[\\t\\x20-\\x7e]*$' },
};

/** The ways to give a body, each under its own name. */
export const bodyFields: JsonObject = {
  body: { title: 'JSON body' },
  form: { type: 'object', title: 'Form body' },
  text: {
    type: 'object',
    title: 'Text body',
    required: ['contentType', 'text'],
    properties: {
      contentType: { type: 'string', maxLength: 200, pattern: '^[a-z0-9.+-]+/[a-z0-9.+-]+(; ?charset=utf-8)?$' },
      text: { type: 'string' },
    },
    additionalProperties: false,
  },
  xml: {
    type: 'object',
    title: 'XML body',
    required: ['root', 'value'],
    properties: {
      root: { type: 'string', maxLength: 200, pattern: '^[A-Za-z_][A-Za-z0-9._-]*$' },
      value: { type: 'object' },
    },
    additionalProperties: false,
  },
};

/** A call has one body: naming two of `bodyFields` is a fault of the step. */
export const oneBody: JsonObject[] = Object.keys(bodyFields).flatMap((first, index, names) =>
  names.slice(index + 1).map((second) => ({ not: { required: [first, second] } })),
);

/** The path, query and headers of an input that has passed the schema. */
export function readTarget(input: JsonObject): Pick<HttpRequest, 'path' | 'query' | 'headers'> {
  return {
    path: readPath(input.path ?? ''),
    query: readQuery(input.query ?? null),
    headers: readHeaders(input.headers ?? null),
  };
}

/** The body of an input that has passed the schema, or undefined when the call has none. */
export function readBody(input: JsonObject): RequestBody | undefined {
  const { form, text, xml } = input;
  const json = ownValue(input, 'body');
  if (json !== undefined) return { kind: 'json', value: json };
  if (isObject(form)) return { kind: 'form', value: form };
  if (isObject(text))
    return { kind: 'text', contentType: textField(text, 'contentType'), text: textField(text, 'text') };
  if (!isObject(xml)) return undefined;
  return { kind: 'xml', root: textField(xml, 'root'), value: isObject(xml.value) ? xml.value : makeObject() };
}

function readPath(path: JsonValue): string[] {
  if (Array.isArray(path)) return path.map(String);
  const text = String(path).replace(/^\//, '');
  return text === '' ? [] : text.split('/');
}

function readQuery(query: JsonValue): [string, string][] {
  if (!isObject(query)) return [];
  return Object.entries(query).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.filter((item) => item !== null).map((item): [string, string] => [name, String(item)]);
  });
}

function readHeaders(headers: JsonValue): Record<string, string> {
  const read: Record<string, string> = Object.create(null);
  if (!isObject(headers)) return read;
  for (const [name, value] of Object.entries(headers)) read[name] = String(value);
  return read;
}
