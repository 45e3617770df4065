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
  type ChannelId,
  type ConnectionId,
  type EventId,
  type FlowId,
  type InvitationId,
  makeId,
  type NoticeId,
  type PersonId,
  parseId,
  type RunId,
  randomToken,
  type SessionId,
  type TokenId,
  type TriggerId,
  type WorkspaceId,
} from './id.ts';
export { DEFAULT_JSON_LIMITS, JSON_ERRORS, type JsonLimits } from './json-limits.ts';
export { parseJson } from './json-reader.ts';
export {
  canonicalJson,
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  NumericText,
  numberFromText,
  ownValue,
  stringifyJson,
} from './json-value.ts';
export { type Service, startAll, stopAll } from './lifecycle.ts';
export { type Log, type LogFields, silentLog } from './log.ts';
export { Repeating } from './repeating.ts';
export { Secret } from './secret.ts';
