/** Reads a credential that a person gives. Every wrong field is told at once, none of them with its value. */
import type { AuthScheme, Connector } from '../connectors/index.ts';
import { isObject, type JsonObject, type JsonValue, ownValue, type Problem } from '../foundation/index.ts';
import { didYouMean } from '../language/index.ts';
import type { Credential, CredentialKind } from './credential.ts';
import type { CredentialField, FieldCondition } from './credential-field.ts';
import { findTextProblem } from './credential-format.ts';
import { CREDENTIAL_FORMS } from './credential-forms.ts';
import { CredentialReading } from './credential-reading.ts';
import { checkTogether } from './credential-rules.ts';
import { fail } from './errors.ts';
import { parseReference } from './secret-reference.ts';

const MAX_LIST = 100;

/** Reads a credential from a request body; throws `connections.credential.invalid` with a problem for each wrong field. */
export function parseCredential(connector: Connector, given: JsonObject): Credential {
  const schemes = connector.auth.filter((candidate) => candidate.kind === ownValue(given, 'kind'));
  const scheme = schemes.find((candidate) => isChosen(candidate, given)) ?? schemes[0];
  if (scheme === undefined) {
    const context = { connector: connector.name, accepted: kindsOf(connector) };
    throw refuseCredential(connector, [CredentialReading.problem('connections.credential.kind', '/kind', context)]);
  }
  const reading = new CredentialReading({
    connector: connector.name,
    kind: scheme.kind,
    given: completed(scheme, given),
  });
  readFields(reading, scheme);
  if (reading.problems.length === 0) checkTogether(reading, connector, scheme);
  if (reading.problems.length > 0) throw refuseCredential(connector, reading.problems);
  return reading.credential as unknown as Credential;
}

/** Of several schemes of a kind, the one that the credential names. */
function isChosen(scheme: AuthScheme, given: JsonObject): boolean {
  if (scheme.kind === 'api_key') return scheme.in === ownValue(given, 'in');
  return scheme.kind === 'oauth2' && scheme.provider === ownValue(given, 'provider');
}

/** With what the scheme says itself, so that nobody has to give it. */
function completed(scheme: AuthScheme, given: JsonObject): JsonObject {
  if (scheme.kind === 'oauth2' && scheme.provider !== 'any') return { provider: scheme.provider, ...given };
  if (scheme.kind === 'aws_sigv4' && scheme.service !== undefined) return { service: scheme.service, ...given };
  return given;
}

/** The error that names what is wrong with a credential. */
export function refuseCredential(connector: Connector, problems: readonly Problem[]): Error {
  const context = { connector: connector.name, accepted: formsOf(connector) };
  return fail('connections.credential.invalid', { problems, context });
}

function kindsOf(connector: Connector): string {
  return [...new Set(connector.auth.map((scheme) => `"${scheme.kind}"`))].join(', ');
}

/** Each kind with the fields that it cannot do without. */
function formsOf(connector: Connector): string {
  const kinds = [...new Set(connector.auth.map((scheme) => scheme.kind))];
  return kinds.map((kind) => [`kind "${kind}"`, ...requiredNames(kind)].join(' with ')).join('; ');
}

function requiredNames(kind: CredentialKind): string[] {
  return CREDENTIAL_FORMS[kind].filter((field) => field.isRequired && field.when === undefined).map(({ name }) => name);
}

function readFields(reading: CredentialReading, scheme: AuthScheme): void {
  const fields = CREDENTIAL_FORMS[scheme.kind];
  reading.keep('kind', scheme.kind);
  for (const field of fields) readField(reading, field);
  const known = ['kind', ...fields.map(({ name }) => name)];
  const mapped = fields.filter((field) => field.isMap === true).map(({ name }) => name);
  for (const name of memberPaths(reading.given, mapped)) {
    if (known.includes(name)) continue;
    const context = { field: name.slice(0, 100), kind: scheme.kind, hint: didYouMean(name, known) };
    reading.tell('connections.credential.field_unknown', name, context);
  }
}

function readField(reading: CredentialReading, field: CredentialField): void {
  const { name, title, when } = field;
  const value = reading.valueOf(name);
  if (when !== undefined && !holds(reading, when)) {
    if (value === undefined) return;
    const context = { field: name, title, other: when.field, values: when.isOneOf.join(', ') };
    reading.tell('connections.credential.field_unused', name, context);
    return;
  }
  if (value !== undefined) {
    readValue(reading, field, value);
    return;
  }
  const isNeeded = field.isRequired || (field.requiredWhen !== undefined && holds(reading, field.requiredWhen));
  if (isNeeded) reading.tellMissing(field);
}

function holds(reading: CredentialReading, { field, isOneOf }: FieldCondition): boolean {
  const value = reading.valueOf(field);
  return typeof value === 'string' && isOneOf.includes(value);
}

function readValue(reading: CredentialReading, field: CredentialField, value: JsonValue): void {
  if (field.isSecret && isObject(value)) {
    readReference(reading, field, value);
    return;
  }
  const allowed = field.isMap === true ? findMapProblem(value) : findValueProblem(field, value);
  if (allowed === undefined) reading.keep(field.name, value);
  else reading.tellWrong(field, allowed);
}

function readReference(reading: CredentialReading, field: CredentialField, value: JsonObject): void {
  const reference = ownValue(value, 'reference');
  const isOne =
    typeof reference === 'string' && Object.keys(value).length === 1 && parseReference(reference) !== undefined;
  if (isOne) reading.keep(field.name, { reference });
  else reading.tell('connections.reference.malformed', field.name, { field: field.name, title: field.title });
}

function findValueProblem(field: CredentialField, value: JsonValue): string | undefined {
  if (field.isList !== true) return typeof value === 'string' ? findTextProblem(field, value) : 'a text';
  if (!Array.isArray(value) || value.length > MAX_LIST) return `a list of at most ${MAX_LIST} texts`;
  if (value.length === 0 && field.isRequired) return 'a list that is not empty';
  const problems = value.map((item) => (typeof item === 'string' ? findTextProblem(field, item) : 'a text'));
  const first = problems.find((problem) => problem !== undefined);
  return first === undefined ? undefined : `a list, each of its texts ${first}`;
}

/** Parameters of a provider; their own patterns are held when an address is made of them. */
function findMapProblem(value: JsonValue): string | undefined {
  const isMap = isObject(value) && Object.keys(value).length <= MAX_LIST;
  const texts = isMap ? Object.values(value) : [];
  const isRight =
    isMap && texts.every((text) => typeof text === 'string' && text !== '' && text.length <= MAX_LIST * 10);
  return isRight ? undefined : 'an object of short texts';
}

/** Names of all members, those of objects inside with the path to them. */
function memberPaths(given: JsonObject, mapped: readonly string[]): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const isPart = isObject(value) && !mapped.includes(name) && ['client', 'endpoints', 'jwt'].includes(name);
    return isPart ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name];
  });
}
