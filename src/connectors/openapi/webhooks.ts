/** The webhooks of a document as triggers. */
import { isObject, type JsonObject, type JsonValue, ownValue, stringifyJson } from '../../foundation/index.ts';
import { pointerTo } from '../../language/index.ts';
import { type ApiDocument, listOf, membersOf, objectOf, type Place, textOf } from './api-document.ts';
import type { TriggerDefinition } from './definition.ts';
import { firstLine, shorten, snakeCase, titleOf, unique } from './operation-names.ts';
import { fieldsOf, type NamedSchemas, partsOf } from './schema-parts.ts';
import type { ReadSchema, SchemaReader } from './schema-reader.ts';
import { sampleSchema } from './schema-sample.ts';

const MAX_WEBHOOKS = 500;
const MAX_EXAMPLE_LENGTH = 20_000;
/** The headers of Standard Webhooks (standardwebhooks.com), and of its first implementation. */
const STANDARD_HEADERS = /^(?:webhook|svix)-signature$/i;
const STANDARD_WORDS = /standard[- ]?webhooks|svix-signature|webhook-signature/i;
const EVENT_TYPE_FIELDS = ['type', 'event', 'event_type', 'eventType', 'topic'];

/** A trigger before its schemas are complete. */
export interface RawTrigger extends ReadSchema {
  readonly name: string;
  readonly key: string;
  readonly operation: Place<JsonObject>;
  readonly examples: readonly JsonObject[];
}

/** Reads `webhooks` (OpenAPI 3.1) and `x-webhooks`. */
export function readWebhooks(document: ApiDocument, reader: SchemaReader): RawTrigger[] {
  const names = new Set<string>();
  const members = ['webhooks', 'x-webhooks'].flatMap((key) => membersOf(document.root, key, ''));
  return members.slice(0, MAX_WEBHOOKS).flatMap((member) => {
    const item = document.resolveObject(member);
    const method =
      item === undefined ? undefined : Object.keys(item.value).find((key) => /^(?:post|put|get|patch)$/i.test(key));
    if (item === undefined || method === undefined) return [];
    const operation = document.resolveObject({
      value: item.value[method] as JsonValue,
      pointer: pointerTo(item.pointer, method),
    });
    if (operation === undefined) return [];
    const name = unique(shorten(snakeCase(member.key)), names);
    return [{ ...readEvent(document, reader, operation), name, key: member.key, operation }];
  });
}

function readEvent(
  document: ApiDocument,
  reader: SchemaReader,
  operation: Place<JsonObject>,
): ReadSchema & { examples: JsonObject[] } {
  const given = ownValue(operation.value, 'requestBody');
  const body =
    given === undefined
      ? undefined
      : document.resolveObject({ value: given, pointer: pointerTo(operation.pointer, 'requestBody') });
  const [member] = body === undefined ? [] : membersOf(body.value, 'content', body.pointer);
  const media = member === undefined ? undefined : document.resolveObject(member);
  if (media === undefined) return { schema: true, references: new Set(), examples: [] };
  const schema = { value: ownValue(media.value, 'schema') ?? true, pointer: pointerTo(media.pointer, 'schema') };
  return { ...reader.read(schema, 'answer'), examples: examplesOf(document, media) };
}

function examplesOf(document: ApiDocument, media: Place<JsonObject>): JsonObject[] {
  const listed = membersOf(media.value, 'examples', media.pointer).map((member) => {
    const example = document.resolveObject(member);
    return example === undefined ? undefined : ownValue(example.value, 'value');
  });
  return [ownValue(media.value, 'example'), ...listed]
    .filter((value) => isObject(value))
    .filter((value) => stringifyJson(value).length <= MAX_EXAMPLE_LENGTH)
    .slice(0, 3);
}

/** The trigger, now that its schemas can be looked into. */
export function finishTrigger(
  document: ApiDocument,
  raw: RawTrigger,
  { schemas, needs }: { readonly schemas: NamedSchemas; readonly needs: readonly string[] },
): TriggerDefinition {
  const { value } = raw.operation;
  const isStandard = isStandardWebhook(document, value);
  const sampled =
    raw.examples.length > 0 ? undefined : sampleSchema(raw.schema as JsonValue, { schemas, isAsWritten: true });
  const match = matchOf(raw, schemas);
  return {
    name: raw.name,
    title: firstLine(textOf(value, 'summary') ?? '') || titleOf(raw.name),
    summary: (textOf(value, 'description') ?? textOf(value, 'summary') ?? titleOf(raw.name)).slice(0, 2_000),
    output: raw.schema,
    needs,
    signature: { kind: isStandard ? 'standard_webhooks' : 'unsigned' },
    ...(isStandard ? { dedupe: { by: 'header', header: 'webhook-id' } as const } : {}),
    ...(match === undefined ? {} : { match }),
    examples: isObject(sampled) ? [sampled] : raw.examples,
  };
}

function isStandardWebhook(document: ApiDocument, operation: JsonObject): boolean {
  const inHeaders = listOf(operation, 'parameters').some((value, index) => {
    const parameter = document.resolveObject({ value, pointer: `/${index}` });
    return parameter !== undefined && STANDARD_HEADERS.test(textOf(parameter.value, 'name') ?? '');
  });
  const info = objectOf(document.root, 'info');
  const words = [textOf(operation, 'description'), info === undefined ? undefined : textOf(info, 'description')];
  return inHeaders || words.some((text) => text !== undefined && STANDARD_WORDS.test(text.slice(0, 20_000)));
}

/** The field of the body that holds one fixed event type. */
function matchOf(raw: RawTrigger, schemas: NamedSchemas): TriggerDefinition['match'] {
  const fields = fieldsOf(partsOf(raw.schema as JsonValue, schemas) || []);
  for (const name of EVENT_TYPE_FIELDS) {
    const parts = (fields.get(name) ?? []).flatMap((schema) => partsOf(schema, schemas) || []);
    const fixed = parts.map(onlyValue).find((value) => typeof value === 'string');
    if (fixed !== undefined) return { path: [name], equals: fixed };
    if (fields.has(name) && raw.examples[0]?.[name] === raw.key) return { path: [name], equals: raw.key };
  }
  return undefined;
}

function onlyValue(part: JsonObject): JsonValue | undefined {
  return part.const ?? (Array.isArray(part.enum) && part.enum.length === 1 ? part.enum[0] : undefined);
}
