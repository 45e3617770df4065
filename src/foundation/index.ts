export {
  AppError,
  assert,
  type ErrorEntry,
  type ErrorKind,
  type ErrorTable,
  errorsOf,
  FOUNDATION_ERRORS,
  isAppError,
  type Problem,
  STATUS_BY_KIND,
} from './app-error.ts';
export { type Clock, systemClock } from './clock.ts';
export { parseDurationMs } from './duration.ts';
export {
  type ConnectionId,
  type EventId,
  type FlowId,
  makeId,
  parseId,
  type RunId,
  randomToken,
  type TokenId,
  type TriggerId,
  type WorkspaceId,
} from './id.ts';
export {
  canonicalJson,
  DEFAULT_JSON_LIMITS,
  isObject,
  JSON_ERRORS,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  makeObject,
  NumericText,
  numberFromText,
  ownValue,
  parseJson,
  stringifyJson,
} from './json.ts';
export { type Service, startAll, stopAll } from './lifecycle.ts';
export { type Log, type LogFields, silentLog } from './log.ts';
export { Secret } from './secret.ts';
