/** The parameters of an operation, its path item's among them, in one form for all versions of the format. */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../../foundation/index.ts';
import { pointerTo } from '../../language/index.ts';
import { type ApiDocument, listOf, membersOf, objectOf, type Place, textOf } from './api-document.ts';
import type { FieldEncoding, ParameterDefinition } from './definition.ts';
import type { SchemaReader } from './schema-reader.ts';

/** Headers that belong to the connection or to the body (OpenAPI 3, Parameter Object, `name`). */
const FOREIGN_HEADERS: ReadonlySet<string> = new Set(['authorization', 'accept', 'content-type']);
const CREDENTIAL_NAME = /^(?:token|access_token|api_?key)$/i;
const CREDENTIAL_WORDS = /^\s*(?:your\s+)?(?:authentication token|access token|api key)/i;
const PLACES: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie']);
const STYLES: ReadonlySet<string> = new Set([
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
]);
const COLLECTION_STYLES: Readonly<Record<string, ParameterDefinition['style']>> = {
  ssv: 'spaceDelimited',
  pipes: 'pipeDelimited',
  tsv: 'tabDelimited',
};
/** Fields of the input that are not parameters. */
const OWN_FIELDS = ['body', 'contentType'];
const MAX_PARAMETERS = 500;

export interface ReadParameters {
  readonly parameters: readonly ParameterDefinition[];
  readonly references: ReadonlySet<string>;
  /** Swagger 2: the parameter that is the body, and those that are fields of a form. */
  readonly body?: Place<JsonObject>;
  readonly form: readonly Place<JsonObject>[];
}

/** What is read of: the path, the lists of parameters from the outer to the inner one. */
export interface ParameterSources {
  readonly path: string;
  readonly pointer: string;
  readonly lists: readonly Place[];
}

/** Reads the parameters; the inner list overrides the outer one by name and place. */
export function readParameters(document: ApiDocument, reader: SchemaReader, sources: ParameterSources): ReadParameters {
  const found = collect(document, sources);
  const references = new Set<string>();
  const parameters: Omit<ParameterDefinition, 'field'>[] = [];
  for (const place of found) {
    const inside = textOf(place.value, 'in') ?? '';
    if (!PLACES.has(inside)) continue;
    const parameter = readParameter(document, reader, place);
    for (const name of parameter.references) references.add(name);
    if (parameter.definition.in === 'path' && !sources.path.includes(`{${parameter.definition.name}}`)) {
      document.remarks.lost(
        'parameter.not_in_path',
        place.pointer,
        `The path has no place for the parameter "${parameter.definition.name}".`,
      );
    } else parameters.push(parameter.definition);
  }
  parameters.push(...undeclared(document, sources, parameters));
  const body = found.find(({ value }) => value.in === 'body');
  const form = found.filter(({ value }) => value.in === 'formData');
  return { parameters: withFields(parameters), references, form, ...(body === undefined ? {} : { body }) };
}

/** How a Swagger 2 list is written, in the words of OpenAPI 3. */
export function collectionEncoding(parameter: JsonObject): FieldEncoding | undefined {
  const format = textOf(parameter, 'collectionFormat');
  if (format === undefined || format === 'multi') return { style: 'form', explode: format === 'multi' };
  const style = Object.hasOwn(COLLECTION_STYLES, format) ? COLLECTION_STYLES[format] : 'form';
  return { style: style === 'spaceDelimited' || style === 'pipeDelimited' ? style : 'form', explode: false };
}

function collect(document: ApiDocument, { lists }: ParameterSources): Place<JsonObject>[] {
  const found = new Map<string, Place<JsonObject>>();
  for (const list of lists) {
    if (list.value !== undefined && !Array.isArray(list.value)) continue;
    const ofThisList = new Set<string>();
    for (const [index, value] of (list.value ?? []).entries()) {
      const place = document.resolveObject({ value, pointer: pointerTo(list.pointer, index) });
      if (place === undefined) continue;
      const [name, inside] = [textOf(place.value, 'name'), textOf(place.value, 'in')];
      const isKnown = inside !== undefined && (PLACES.has(inside) || inside === 'body' || inside === 'formData');
      if (name === undefined || name === '' || !isKnown || found.size >= MAX_PARAMETERS) {
        document.remarks.lost(
          'parameter.unusable',
          place.pointer,
          `A parameter without a name or with an unknown place ("${inside ?? ''}") was left out.`,
        );
        continue;
      }
      if (isForeign(document, place.value, { name, inside })) continue;
      const key = `${inside} ${name}`;
      if (ofThisList.has(key))
        document.remarks.note(
          'parameter.twice',
          place.pointer,
          `The parameter "${name}" stands twice; the last one counts.`,
        );
      ofThisList.add(key);
      found.set(key, place);
    }
  }
  return [...found.values()];
}

/** True for what the connection or the body brings along. */
function isForeign(
  document: ApiDocument,
  parameter: JsonObject,
  { name, inside }: { readonly name: string; readonly inside: string },
): boolean {
  if (inside === 'header' && FOREIGN_HEADERS.has(name.toLowerCase())) {
    const shown = textOf(parameter, 'default') ?? textOf(parameter, 'example') ?? '';
    if (name.toLowerCase() === 'authorization')
      document.authorizationPrefix ??= /^([A-Za-z][\w-]{0,30})\s+\S/.exec(shown)?.[1];
    return true;
  }
  const isCredential =
    CREDENTIAL_NAME.test(name) && CREDENTIAL_WORDS.test((textOf(parameter, 'description') ?? '').slice(0, 200));
  if (isCredential)
    document.remarks.note(
      'parameter.credential',
      '',
      `Parameters named "${name}" hold the credential; the connection brings it.`,
    );
  return isCredential;
}

interface OneParameter {
  readonly definition: Omit<ParameterDefinition, 'field'>;
  readonly references: ReadonlySet<string>;
}

function readParameter(document: ApiDocument, reader: SchemaReader, place: Place<JsonObject>): OneParameter {
  const { value, pointer } = place;
  const inside = textOf(value, 'in') as ParameterDefinition['in'];
  const [media] = membersOf(value, 'content', pointer);
  const source = schemaPlace(document, place, media);
  const { schema, references } = reader.read(source, 'request');
  const definition = {
    name: textOf(value, 'name') as string,
    in: inside,
    isRequired: inside === 'path' || value.required === true,
    ...styleOf(document, value, inside),
    allowReserved: value.allowReserved === true,
    ...(media === undefined ? {} : { mediaType: media.key }),
    schema: described(schema === true ? makeObject() : schema, value),
  };
  return { definition, references };
}

function schemaPlace(document: ApiDocument, place: Place<JsonObject>, media: Place | undefined): Place {
  if (document.isSwagger2) return place;
  const holder = media === undefined ? place : document.resolveObject(media);
  const schema = holder === undefined ? undefined : ownValue(holder.value, 'schema');
  if (holder !== undefined && schema !== undefined)
    return { value: schema, pointer: pointerTo(holder.pointer, 'schema') };
  document.remarks.note('parameter.without_schema', place.pointer, 'The parameter has no schema; any value is taken.');
  return { value: true, pointer: place.pointer };
}

function styleOf(
  document: ApiDocument,
  parameter: JsonObject,
  inside: ParameterDefinition['in'],
): Pick<ParameterDefinition, 'style' | 'explode'> {
  const isSimple = inside === 'path' || inside === 'header';
  if (document.isSwagger2) {
    const format = textOf(parameter, 'collectionFormat') ?? 'csv';
    const ofList = Object.hasOwn(COLLECTION_STYLES, format) ? COLLECTION_STYLES[format] : undefined;
    return { style: isSimple ? 'simple' : (ofList ?? 'form'), explode: format === 'multi' };
  }
  const given = textOf(parameter, 'style') ?? '';
  const usual = isSimple ? 'simple' : 'form';
  const style = STYLES.has(given) ? (given as ParameterDefinition['style']) : usual;
  const explode = ownValue(parameter, 'explode');
  return { style, explode: typeof explode === 'boolean' ? explode : style === 'form' };
}

/** What stands beside the schema counts for it, where it says nothing itself. */
function described(schema: ParameterDefinition['schema'], parameter: JsonObject): ParameterDefinition['schema'] {
  if (!isObject(schema)) return schema;
  const description = textOf(parameter, 'description');
  if (description !== undefined && schema.description === undefined) schema.description = description.slice(0, 2_000);
  const example = ownValue(parameter, 'example') ?? ownValue(parameter, 'x-example');
  if (isShort(example) && schema.example === undefined) schema.example = example;
  if (parameter.deprecated === true) schema.deprecated = true;
  return schema;
}

function isShort(value: JsonValue | undefined): value is JsonValue {
  return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= 500);
}

/** Placeholders of the path that no parameter fills. */
function undeclared(
  document: ApiDocument,
  { path, pointer }: ParameterSources,
  parameters: readonly Omit<ParameterDefinition, 'field'>[],
): Omit<ParameterDefinition, 'field'>[] {
  const declared = new Set(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name as string);
  return [...new Set(names)]
    .filter((name) => !declared.has(name))
    .map((name) => {
      document.remarks.note(
        'parameter.undeclared',
        pointer,
        `The path names "${name}", but no parameter does; it is taken as a text.`,
      );
      const schema = makeObject([['type', 'string']]);
      return { name, in: 'path', isRequired: true, style: 'simple', explode: false, allowReserved: false, schema };
    });
}

function withFields(parameters: readonly Omit<ParameterDefinition, 'field'>[]): ParameterDefinition[] {
  const counts = new Map<string, number>(OWN_FIELDS.map((name) => [name, 1]));
  for (const { name } of parameters) counts.set(name, (counts.get(name) ?? 0) + 1);
  const taken = new Set(parameters.map(({ name }) => name).filter((name) => counts.get(name) === 1));
  return parameters.map((parameter) => {
    if (counts.get(parameter.name) === 1) return { field: parameter.name, ...parameter };
    const wanted = `${parameter.name}_${parameter.in}`;
    let field = wanted;
    for (let count = 2; taken.has(field); count += 1) field = `${wanted}_${count}`;
    taken.add(field);
    return { field, ...parameter };
  });
}

/** The encodings that a media type object declares for the fields of its form. */
export function readEncodings(media: JsonObject): Readonly<Record<string, FieldEncoding>> | undefined {
  const encoding = objectOf(media, 'encoding');
  if (encoding === undefined || listOf(media, 'encoding').length > 0) return undefined;
  const entries = Object.keys(encoding).flatMap((name) => {
    const given = objectOf(encoding, name);
    return given === undefined ? [] : [[name, readEncoding(given)] as const];
  });
  return entries.length === 0 ? undefined : Object.assign(makeObject() as never, Object.fromEntries(entries));
}

function readEncoding(given: JsonObject): FieldEncoding {
  const contentType = textOf(given, 'contentType');
  const style = textOf(given, 'style') as FieldEncoding['style'];
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(style !== undefined && STYLES.has(style) ? { style } : {}),
    ...(typeof given.explode === 'boolean' ? { explode: given.explode } : {}),
  };
}
