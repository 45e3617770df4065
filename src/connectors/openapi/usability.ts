/** Whether an operation can be used: its form renders, and an example request of it passes its own contract. */
import { isObject, type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import { compileSchema, type SchemaCheck } from '../../language/index.ts';
import type { OperationDefinition } from './definition.ts';
import { type NamedSchemas, partsOf } from './schema-parts.ts';
import { sampleSchema } from './schema-sample.ts';

export interface Usability {
  readonly example?: JsonObject;
  /** Why it cannot be used, in a sentence. */
  readonly unusable?: string;
}

/** Checks one operation against the schemas of its document. */
export function checkUsability(operation: Pick<OperationDefinition, 'input'>, schemas: NamedSchemas): Usability {
  const check = compileInput(operation.input, schemas);
  if (typeof check === 'string') return { unusable: check };
  const nameless = fieldWithoutKind(operation.input, schemas);
  if (nameless !== undefined) return { unusable: `No value fits the field "${nameless.slice(0, 100)}".` };
  const example = findExample(operation.input, schemas, check);
  const [problem] = check(example);
  if (problem === undefined) return { example };
  return {
    unusable: `No example request fits the document's own schema: ${problem.pointer || '/'}: ${problem.message}`.slice(
      0,
      400,
    ),
  };
}

/** An input made of the schema: the document's own examples where they fit, else required fields only. */
function findExample(input: JsonValue, schemas: NamedSchemas, check: SchemaCheck): JsonObject {
  let last = makeObject();
  for (const isAsWritten of [true, false]) {
    const value = sampleSchema(input, { schemas, isAsWritten });
    if (!isObject(value)) continue;
    last = value;
    if (check(value).length === 0) return value;
  }
  return last;
}

function compileInput(input: JsonValue, schemas: NamedSchemas): SchemaCheck | string {
  try {
    const root = makeObject([['$defs', schemas as JsonObject]]);
    return compileSchema(input as JsonObject, { root, maxProblems: 1 });
  } catch (error) {
    return `The schema of its input cannot be used: ${error instanceof Error ? error.message : ''}`.slice(0, 400);
  }
}

/** A field that must be given and for which no value can be. */
function fieldWithoutKind(input: JsonValue, schemas: NamedSchemas): string | undefined {
  if (!isObject(input) || !isObject(input.properties) || !Array.isArray(input.required)) return undefined;
  const { properties } = input;
  return (input.required as string[]).find((name) => partsOf(properties[name] as JsonValue, schemas) === false);
}
