/**
 * What a stand-in offers about itself under `/sandbox`: the ledger, the switches and the deliveries. No credential is
 * needed, because a stand-in listens on this machine only.
 */
import { type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import type { IncomingCall } from './call-handler.ts';
import type { Effect } from './effect-ledger.ts';
import { json, type VendorAnswer } from './fault-answer.ts';
import type { ServedRoute } from './http-server.ts';
import { listBody } from './record-lookup.ts';
import type { SwitchBoard } from './switch-board.ts';
import { readSwitch } from './switch-setting.ts';
import { SWITCH_TABLE, type SwitchSetting } from './switch-table.ts';
import type { VendorState } from './vendor-state.ts';

const DEFAULT_PAGE = 1_000;
const MAX_PAGE = 100_000;
const MAX_DELIVERIES = 100;

/** The routes under `/sandbox` that every stand-in has. */
export function makeControlRoutes(deps: {
  readonly state: VendorState;
  readonly switches: SwitchBoard;
  /** Names of the calls and the events that a switch may be limited to. */
  readonly operations: readonly string[];
}): ServedRoute[] {
  const { state, switches, operations } = deps;
  const showSwitches = () => json(200, switchesBody(switches));
  return [
    route('GET', '/sandbox/ledger', (call) => json(200, ledgerBody(state, call))),
    route('GET', '/sandbox/deliveries', () => json(200, listBody(state.table('deliveries').newest(MAX_DELIVERIES)))),
    route('GET', '/sandbox/switches', showSwitches),
    route('PUT', '/sandbox/switches', (call) => {
      switches.set(readSwitch(call.body, operations));
      return showSwitches();
    }),
    route('DELETE', '/sandbox/switches', () => {
      switches.clear();
      return showSwitches();
    }),
  ];
}

function route(method: ServedRoute['method'], path: string, answer: (call: IncomingCall) => VendorAnswer): ServedRoute {
  return { method, path, isProtected: false, answer: async (call) => answer(call) };
}

function ledgerBody(state: VendorState, call: IncomingCall): JsonValue {
  const afterSeq = wholeNumber(call.query.after, 0);
  const limit = Math.min(wholeNumber(call.query.limit, DEFAULT_PAGE), MAX_PAGE);
  return makeObject([
    ['total', state.ledger.total],
    ['counts', state.ledger.counts()],
    ['effects', state.ledger.list(afterSeq, limit).map(showEffect)],
  ]);
}

function showEffect({ atMs, ...effect }: Effect): JsonObject {
  return makeObject([...Object.entries(effect), ['at', new Date(atMs).toISOString()]]);
}

function switchesBody(switches: SwitchBoard): JsonValue {
  const on = switches.list().map(({ setting, left }) => makeObject([...givenSettings(setting), ['left', left]]));
  const known = Object.entries(SWITCH_TABLE).map(([name, { explanation, effect, settings }]): [string, JsonValue] => [
    name,
    { explanation, effect, settings: [...settings] },
  ]);
  return makeObject([
    ['on', on],
    ['known', makeObject(known)],
  ]);
}

function givenSettings(setting: SwitchSetting): [string, JsonValue][] {
  const entries = Object.entries(setting).filter(([, value]) => value !== null && value !== false);
  return entries.map(([name, value]) => [name, typeof value === 'object' ? { ...value } : value]);
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}
