/** The building blocks of all answers: instants, free-form JSON, problems, and what an error looks like. */
import Type, { type Static } from 'typebox';
import type { JsonObject, JsonValue } from '../foundation/index.ts';

/** Any JSON; passes through unchanged, digit for digit. */
export const AnyJson = Type.Unsafe<JsonValue>({ description: 'Any JSON value.' });

/** An object whose members are the caller's own matter. */
export const FreeObject = Type.Unsafe<JsonObject>({ type: 'object', description: 'An object of any members.' });

/** ISO 8601 in UTC. */
export const Instant = Type.String({ format: 'date-time' });

export const MaybeInstant = Type.Union([Instant, Type.Null()]);

export const MaybeText = Type.Union([Type.String(), Type.Null()]);

export const Names = Type.Record(Type.String(), Type.String());

/** One thing that is wrong, with its place. */
export const ProblemItem = Type.Object({
  pointer: Type.String({ description: 'RFC 6901 pointer into what was given.' }),
  code: Type.String(),
  message: Type.String(),
  fix: Type.String(),
});

/** RFC 9457 problem details, with what Holdfast adds to them. */
export const ProblemDetails = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String({ description: 'Stable name of the error; see docs/reference/errors.md.' }),
  fix: Type.String({ description: 'What can be done about it.' }),
  problems: Type.Optional(Type.Array(ProblemItem)),
  requestId: Type.String(),
});
export type ProblemDetails = Static<typeof ProblemDetails>;

/** Adds the answer of every route that is not a success. */
export function withProblems<T extends Record<number, unknown>>(answers: T): T & { '4xx': unknown; '5xx': unknown } {
  return { ...answers, '4xx': PROBLEM_ANSWER, '5xx': PROBLEM_ANSWER };
}

const PROBLEM_ANSWER = {
  description: 'The request was not carried out; the body says why.',
  content: { 'application/problem+json': { schema: ProblemDetails } },
};
