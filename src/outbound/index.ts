export { type AllowedTarget, EgressPolicy } from './egress-policy.ts';
export { type EncodedRequest, encodeRequest } from './encode-request.ts';
export { OUTBOUND_ERRORS } from './errors.ts';
export type { CallPhase } from './exchange.ts';
export type { HttpAnswer, HttpRequest, RequestBody } from './http-request.ts';
export { HttpSender, type HttpSenderDeps } from './http-sender.ts';
export type { CallResult } from './outgoing-call.ts';
export { makeRedactor, type Redactor, redactHeaders } from './redact.ts';
export { parseRetryAfter } from './retry-after.ts';
