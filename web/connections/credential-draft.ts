/** The credential that comes of a form: each secret a text, or a reference to where it lies. */
import { type JsonObject, type JsonValue, makeObject } from '../../src/foundation/index.ts';
import { connectWords as words } from '../words/connect.ts';
import type { AuthField, AuthWay } from './auth-ways.ts';

/** Everything is text while it is typed; settings and credential fields have their kind before their name. */
export type ConnectionValues = Record<string, string>;

/** Name of a setting in the form. */
export const settingKey = (name: string): string => `setting:${name}`;
/** Name of a credential field in the form. */
export const secretKey = (name: string): string => `secret:${name}`;
/** Holds `on` while the credential field is given as a reference. */
export const referenceKey = (name: string): string => `reference:${name}`;

/** A source that the server knows, a colon, and a place. */
const REFERENCE = /^(?:env|file|vault|aws):\S+$/;

/** One credential field as the API takes it; undefined when it was left empty. */
export function fieldValue(field: Pick<AuthField, 'name' | 'isList'>, values: ConnectionValues): JsonValue | undefined {
  const text = values[secretKey(field.name)] ?? '';
  if (text === '') return undefined;
  if (isReference(field.name, values)) return makeObject([['reference', text.trim()]]);
  return field.isList ? text.split(' ') : text;
}

export function isReference(name: string, values: ConnectionValues): boolean {
  return values[referenceKey(name)] === 'on';
}

/** The filled fields by their own names. */
export function filledFields(fields: readonly AuthField[], values: ConnectionValues): JsonObject {
  return makeObject(
    fields.flatMap((field): [string, JsonValue][] => {
      const value = fieldValue(field, values);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

/** The credential of a way to sign in, as the API takes it. */
export function credentialOf(way: AuthWay, values: ConnectionValues): JsonObject {
  return makeObject([...kindEntries(way), ...(Object.entries(filledFields(way.fields, values)) as Entry[])]);
}

/** The credential without what is secret: somebody else fills that in. */
export function credentialKind(way: AuthWay | undefined): JsonObject {
  return makeObject(way === undefined ? [['kind', 'none']] : kindEntries(way));
}

type Entry = [string, JsonValue];

function kindEntries({ kind, place }: AuthWay): Entry[] {
  return [['kind', kind], ...(place === undefined ? [] : [['in', place] satisfies Entry])];
}

/** What is wrong with fields, by their names in the form. */
export function fieldProblems(fields: readonly AuthField[], values: ConnectionValues): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = fieldProblem(field, values);
      return problem === undefined ? [] : [[secretKey(field.name), problem]];
    }),
  );
}

function fieldProblem({ name, title, isRequired }: AuthField, values: ConnectionValues): string | undefined {
  const text = (values[secretKey(name)] ?? '').trim();
  if (text === '') return isRequired ? words.fieldMissing(title) : undefined;
  return isReference(name, values) && !REFERENCE.test(text) ? words.reference.wrong : undefined;
}
