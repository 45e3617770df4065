import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** Every error of the room `api`. */
export const API_ERRORS = {
  'api.route.not_found': {
    kind: 'missing',
    message: 'There is nothing at {method} {path}.',
    fix: 'Look at /api/openapi.json for what there is.',
  },
  'api.method.not_allowed': {
    kind: 'invalid',
    message: 'This address takes {allowed} only.',
    fix: 'Send the request with {allowed}.',
  },
  'api.request.malformed': {
    kind: 'invalid',
    message: 'The request cannot be read: {reason}.',
    fix: 'Send a request that follows RFC 9112; a proxy in between may have changed it.',
  },
  'api.request.invalid': {
    kind: 'invalid',
    message: 'The {part} of the request has {count} problems.',
    fix: 'Mend what the list of problems names; each says where it is.',
  },
  'api.body.too_large': {
    kind: 'invalid',
    message: 'The body is larger than {limit} bytes.',
    fix: 'Send less at once.',
  },
  'api.body.type_refused': {
    kind: 'invalid',
    message: 'The content type {given} is not taken here.',
    fix: 'Send the body as application/json in UTF-8.',
  },
  'api.cursor.malformed': {
    kind: 'invalid',
    message: 'The cursor is not one that this list gave.',
    fix: 'Leave the cursor out to begin at the newest, or pass on `nextCursor` as it came.',
  },
  'api.id.malformed': {
    kind: 'missing',
    message: '"{id}" is no id of a {thing}.',
    fix: 'A {thing} is named by its whole id, such as 0199f0c2-7d3a-7cc1-9f35-1d2b3c4d5e6f.',
  },
  'api.connection.in_use': {
    kind: 'conflict',
    message: 'The connection "{name}" is used by live flows: {flows}.',
    fix: 'Give these flows another connection or archive them first. To end the access at once, revoke the connection.',
  },
  'api.settle.unclear': {
    kind: 'invalid',
    message: 'A write that happened needs the id of its record, or its output.',
    fix: 'Send {"happened": true, "id": "…"}, or {"happened": false} when it did not happen.',
  },
  'api.live.too_many': {
    kind: 'throttled',
    message: 'There are {limit} live streams of this caller already, or as many as this process bears.',
    fix: 'Close one that is not needed, or come again later.',
  },
  'api.session.over': {
    kind: 'denied',
    message: 'You are not signed in any longer.',
    fix: 'Sign in again.',
  },
  'api.person.needed': {
    kind: 'denied',
    message: 'This is for people who are signed in, not for API tokens.',
    fix: 'Sign in at the web app.',
  },
  'api.origin.refused': {
    kind: 'denied',
    message: 'This request did not come from a page of this Holdfast.',
    fix: 'Open Holdfast at {url} and do it there. Programs sign in with an API token.',
  },
  'api.metrics.refused': {
    kind: 'denied',
    message: 'The metrics need a token.',
    fix: 'Send `Authorization: Bearer <token>` with the token of HOLDFAST_METRICS_TOKEN, or with an API token.',
  },
  'api.server.port_taken': {
    kind: 'conflict',
    message: 'Port {port} of {host} is in use by another process.',
    fix: 'Stop the other process, or choose another port with HOLDFAST_PORT.',
  },
  'api.request.broke': {
    kind: 'bug',
    message: 'The request failed inside Holdfast.',
    fix: 'This is a defect of Holdfast. Please report it with the request id; the log has more under it.',
  },
  'api.client.unreachable': {
    kind: 'unavailable',
    message: 'Holdfast does not answer at {url}.',
    fix: 'Start it with `npm start` or `holdfast start`, or set HOLDFAST_URL to where it runs.',
  },
  'api.client.not_holdfast': {
    kind: 'upstream',
    message: 'What answers at {url} is not Holdfast (status {status}).',
    fix: 'Set HOLDFAST_URL to the address of Holdfast; a proxy in between must pass answers on as they are.',
  },
  'api.sample.missing': {
    kind: 'missing',
    message: 'This workspace has no stand-in vendors.',
    fix: 'Only the sample workspace of `npm start` with the embedded database has them.',
  },
} as const satisfies ErrorTable;

/** Makes an error of this room. */
export const fail = errorsOf(API_ERRORS);
