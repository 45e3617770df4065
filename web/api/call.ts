/** Calls of our own API, typed by what `scripts/render-client.ts` made of its OpenAPI document. */
import { readApiAnswer, sendPlain } from '../../src/api/client.ts';
import { type JsonValue, stringifyJson } from '../../src/foundation/index.ts';
import { OPERATION_PLACES, type OperationName, type Operations } from './api.gen.ts';
import { chosenWorkspace } from './workspace-choice.ts';

/** What an operation takes: `path`, `query` and `body`, each only where it has some. */
export type CallInput<Name extends OperationName> = Omit<Operations[Name], 'answer'>;
export type Answer<Name extends OperationName> = Operations[Name]['answer'];

/**
 * Calls one operation of the API and gives its answer, numbers with all their digits. Throws `ApiProblem` with what the
 * server says, and `api.client.unreachable` when it cannot be reached.
 */
export async function call<Name extends OperationName>(
  name: Name,
  ...[input]: keyof CallInput<Name> extends never ? [] : [CallInput<Name>]
): Promise<Answer<Name>> {
  const { path = {}, query = {}, body } = (input ?? {}) as LooseInput;
  const [method, template] = OPERATION_PLACES[name];
  const url = new URL(fillPath(template, path), location.origin);
  for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, String(value));
  const workspace = chosenWorkspace();
  const answer = await sendPlain({
    method,
    url: url.href,
    headers: {
      accept: 'application/json',
      ...(workspace === undefined ? {} : { 'x-holdfast-workspace': workspace }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
  });
  return readApiAnswer(answer, location.origin) as Answer<Name>;
}

interface LooseInput {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: JsonValue;
}

function fillPath(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(String(values[name])));
}
