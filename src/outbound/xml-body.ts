/**
 * XML 1.0 from a JSON object: keys are elements, `@name` attributes, `#text` the text beside attributes, lists repeat
 * their element, null is an empty element.
 */
import { XMLBuilder } from 'fast-xml-parser';
import { isObject, type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import { failBody } from './request-body-failure.ts';

const MAX_DEPTH = 64;
/** NameStartChar and NameChar of XML 1.0 (fifth edition, productions 4 and 4a) without the colon. */
const START_RANGES =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const PART = `[${START_RANGES}][-.0-9\\xB7\\u0300-\\u036F\\u203F\\u2040${START_RANGES}]*`;
/** At most one colon, for a namespace prefix. */
const NAME = new RegExp(`^${PART}(?::${PART})?$`, 'u');
/** What production 2 (Char) leaves out: control characters, lone surrogates, U+FFFE and U+FFFF. */
const NOT_XML = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The document as text; throws `outbound.request.body_invalid` for names and characters that XML does not have. */
export function encodeXml(root: string, value: JsonObject): string {
  const tree = makeObject([[checkName(root, root), prepareElement(value, { path: root, depth: 1 })]]);
  return `<?xml version="1.0" encoding="UTF-8"?>${makeBuilder().build(tree)}`;
}

/** Escaping is done by us: the builder's own leaves line ends in attributes, which parsers then turn into spaces. */
function makeBuilder(): XMLBuilder {
  return new XMLBuilder({
    attributeNamePrefix: '@',
    textNodeName: '#text',
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    processEntities: false,
    maxNestedTags: MAX_DEPTH + 1,
  });
}

interface Place {
  readonly path: string;
  readonly depth: number;
}

function prepareElement(value: JsonValue, place: Place): JsonValue {
  if (place.depth > MAX_DEPTH) throw failXml(place.path, `it is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) throw failXml(place.path, 'a list stands directly in a list');
  if (!isObject(value)) return value === null ? '' : escapeText(String(value), place.path);
  const element = makeObject();
  for (const [key, member] of Object.entries(value)) element[key] = prepareMember(key, member, place);
  return element;
}

function prepareMember(key: string, value: JsonValue, parent: Place): JsonValue {
  const place = { path: `${parent.path}/${key}`, depth: parent.depth + 1 };
  if (key === '#text') return escapeText(scalarText(value, place.path), place.path);
  if (key.startsWith('@')) {
    checkName(key.slice(1), place.path);
    return escapeText(scalarText(value, place.path), place.path);
  }
  checkName(key, place.path);
  return Array.isArray(value) ? value.map((item) => prepareElement(item, place)) : prepareElement(value, place);
}

function scalarText(value: JsonValue, path: string): string {
  if (Array.isArray(value) || isObject(value)) throw failXml(path, 'an attribute or text must be a single value');
  return value === null ? '' : String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escapeText(text: string, path: string): string {
  if (NOT_XML.test(text)) throw failXml(path, 'it holds a character that XML does not have');
  return text.replaceAll(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character] as string);
}

function checkName(name: string, path: string): string {
  if (!NAME.test(name)) throw failXml(path, 'the name is not an XML name');
  return name;
}

function failXml(place: string, problem: string): Error {
  return failBody({ format: 'XML', place, problem });
}
