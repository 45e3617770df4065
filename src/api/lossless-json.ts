/** JSON without loss through Fastify: our reader for bodies, our writer for answers, our checker for schemas. */
import type { FastifyRequest } from 'fastify';
import { DEFAULT_JSON_LIMITS, type JsonValue, makeObject, parseJson, stringifyJson } from '../foundation/index.ts';
import { compileSchema, type JsonSchema } from '../language/index.ts';
import { fail } from './errors.ts';
import type { ApiRouter } from './type-provider.ts';

/** `application/json` and the types derived from it (RFC 6839, 3.1), in UTF-8 as JSON is (RFC 8259, 8.1). */
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;
/** A document for us may name a key once only: which of two counts must not depend on the reader. */
const LIMITS = { ...DEFAULT_JSON_LIMITS, duplicateKeys: 'reject' } as const;

/** Makes a router read, check and write JSON our way; other bodies are refused. */
export function useLosslessJson(app: ApiRouter): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (_request: FastifyRequest, bytes: Buffer, done) => {
    try {
      done(null, bytes.length === 0 ? undefined : parseJson(bytes, LIMITS));
    } catch (error) {
      done(error as Error);
    }
  });
  app.setValidatorCompiler(({ schema, httpPart }) => makeChecker(schema as unknown as JsonSchema, httpPart ?? 'body'));
  // A schema of an answer documents it; the writer is the same for all, so that no digit is lost.
  app.setSerializerCompiler(() => (answer) => stringifyJson(answer as JsonValue));
}

/** Checks one part of a request; the problems are worded like those of a flow or a credential. */
function makeChecker(schema: JsonSchema, part: string): (given: unknown) => { value: unknown } | { error: Error } {
  const check = compileSchema(schema);
  return (given) => {
    const value = part === 'body' ? (given ?? null) : numbersOf(given as Record<string, unknown>, schema);
    const problems = check(value as JsonValue);
    if (problems.length === 0) return { value };
    return { error: fail('api.request.invalid', { problems, context: { part, count: problems.length } }) };
  };
}

/** Query and path hold texts only; where the schema wants a whole number, one that is written as such becomes it. */
function numbersOf(given: Record<string, unknown>, schema: JsonSchema): JsonValue {
  const { properties } = schema as { properties?: Record<string, { type?: string }> };
  return makeObject(
    Object.entries(given).map(([name, text]) => {
      const isNumber = properties?.[name]?.type === 'integer' && typeof text === 'string' && /^-?\d{1,15}$/.test(text);
      return [name, isNumber ? Number(text) : (text as JsonValue)];
    }),
  );
}
