/** Which read proves that a credential works. */
import { isObject } from '../../foundation/index.ts';
import type { OperationDefinition } from './definition.ts';

const ABOUT_ME = /(?:^|_)(?:me|myself|whoami|self|current_user|users_me|authenticated|auth_test)(?:_|$)/;
const ABOUT_ACCOUNT = /(?:^|_)(?:users?|accounts?|organi[sz]ations?|workspaces?|company|profile|team|info)(?:_|$)/;
const LISTING = /(?:^|_)(?:list|get_all|index)(?:_|$)/;

/** How much a name speaks for an operation. */
const MEANINGS: ReadonlyMap<RegExp, number> = new Map([
  [ABOUT_ACCOUNT, 50],
  [LISTING, 30],
]);

/** The name of the best read without required input; undefined where there is none. */
export function chooseVerification(operations: readonly OperationDefinition[]): string | undefined {
  let best: { readonly name: string; readonly score: number } | undefined;
  for (const operation of operations) {
    if (!isCandidate(operation)) continue;
    const score = scoreOf(operation);
    if (best === undefined || score > best.score) best = { name: operation.name, score };
  }
  return best?.name;
}

function isCandidate({ method, input, unusable, deprecated, server, scopes }: OperationDefinition): boolean {
  if (method !== 'GET' || unusable !== undefined || deprecated !== undefined || server !== undefined) return false;
  if ((scopes ?? []).some((scope) => /admin/i.test(scope))) return false;
  return isObject(input) && Array.isArray(input.required) && input.required.length === 0;
}

function scoreOf({ name, path, parameters, needs }: OperationDefinition): number {
  const isAboutMe = ABOUT_ME.test(name) || /\/(?:me|myself|whoami|self|user)$/i.test(path);
  const ofName = [...MEANINGS].find(([pattern]) => pattern.test(name))?.[1] ?? 10;
  const meaning = isAboutMe ? 100 : ofName;
  const length = path.split('/').length;
  return meaning - length * 3 - Math.min(needs.length, 20) / 4 - Math.min(parameters.length, 20) / 4;
}
