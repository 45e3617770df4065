/**
 * What a switch makes of an answer. Pure: the decision is here, the sockets are elsewhere.
 */
import {
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  parseJson,
  stringifyJson,
} from '../foundation/index.ts';
import { formatHttpDate } from './http-date.ts';
import type { Faults } from './switch-board.ts';
import { SWITCH_TABLE, type SwitchSetting } from './switch-table.ts';
import type { Refusal } from './vendor.ts';

/** An answer, or the way in which there is none. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `whole`, cut in the middle, or not even begun before the connection is reset. */
  readonly delivery: 'whole' | 'truncated' | 'reset';
}

const JSON_TYPE = 'application/json; charset=utf-8';

const LOGIN_PAGE = `<!doctype html>
<html><head><title>Sign in</title></head><body><h1>Please sign in</h1><form><input name="user"></form></body></html>
`;

/** True when the switch spoils the call before anything is changed. */
export function isBeforeEffect(setting: SwitchSetting): boolean {
  return SWITCH_TABLE[setting.name].effect !== 'applied' && !setting.afterEffect;
}

/** The answer that a switch gives in place of the true one; `refuse` words it as the vendor does. */
export function faultAnswer(
  setting: SwitchSetting,
  context: { readonly nowMs: number; readonly refuse: (refusal: Refusal) => JsonObject },
): VendorAnswer {
  if (setting.name === 'reset_before_effect') return { status: 0, headers: {}, body: '', delivery: 'reset' };
  if (setting.name === 'html_200') return page(200, LOGIN_PAGE);
  if (setting.name === 'errors_200')
    return json(200, { errors: [{ code: 'SWITCHED', message: 'The switch errors_200 is on.' }] });
  if (setting.name === 'redirect_302') return { ...page(302, ''), headers: { location: setting.location ?? '/moved' } };
  const status = STATUS_OF[setting.name] ?? setting.code ?? 500;
  const answer = json(status, context.refuse(refusalOf(setting, status)));
  const retryAfter = retryAfterText(setting, context.nowMs);
  return retryAfter === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': retryAfter } };
}

/** The true answer as the switches leave it: renamed, cut or lost. */
export function bendAnswer(answer: VendorAnswer, faults: Faults): VendorAnswer {
  const isJson = answer.headers['content-type'] === JSON_TYPE;
  const bent =
    faults.renames.length === 0 || !isJson ? answer : { ...answer, body: renameInText(answer.body, faults.renames) };
  if (faults.ending?.name === 'truncated_body') return { ...bent, delivery: 'truncated' };
  if (faults.ending?.name === 'reset_after_effect') return { ...bent, delivery: 'reset' };
  return bent;
}

/** The value with the fields renamed at every depth. */
export function renameFields(value: JsonValue, renames: Faults['renames']): JsonValue {
  if (Array.isArray(value)) return value.map((item) => renameFields(item, renames));
  if (!isObject(value)) return value;
  return makeObject(
    Object.entries(value).map(([key, inner]): [string, JsonValue] => {
      const name = renames.find(({ from }) => from === key)?.to ?? key;
      return [name, renameFields(inner, renames)];
    }),
  );
}

/** A JSON answer that arrives whole. */
export function json(status: number, body: JsonValue): VendorAnswer {
  return { status, headers: { 'content-type': JSON_TYPE }, body: stringifyJson(body), delivery: 'whole' };
}

const STATUS_OF: Partial<Record<SwitchSetting['name'], number>> = {
  status_401: 401,
  throttle_403: 403,
  status_429: 429,
  status_500: 500,
  status_503: 503,
  replay_500: 500,
};

function refusalOf(setting: SwitchSetting, status: number): Refusal {
  const code = setting.name === 'throttle_403' ? 'REQUEST_LIMIT_EXCEEDED' : `STATUS_${status}`;
  return { status, code, message: `The switch ${setting.name} is on.`, problems: [] };
}

function retryAfterText({ retryAfter }: SwitchSetting, nowMs: number): string | undefined {
  if (retryAfter === null) return undefined;
  if (typeof retryAfter === 'string') return retryAfter;
  return formatHttpDate(nowMs + retryAfter.seconds * 1_000, retryAfter.form);
}

function renameInText(body: string, renames: Faults['renames']): string {
  return stringifyJson(renameFields(parseJson(body), renames));
}

function page(status: number, body: string): VendorAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body, delivery: 'whole' };
}
