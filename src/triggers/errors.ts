import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** Every error of the room `triggers`. What a sender reads names no secret and tells nobody how near a guess was. */
export const TRIGGERS_ERRORS = {
  'triggers.hook.unknown': {
    kind: 'missing',
    message: 'There is no webhook at this address.',
    fix: 'Copy the whole address from the flow; it was made for this flow alone.',
  },
  'triggers.hook.disabled': {
    kind: 'conflict',
    message: 'This webhook is switched off.',
    fix: 'Switch it on at its flow, then send the event again.',
  },
  'triggers.flow.not_live': {
    kind: 'conflict',
    message: 'The flow has no published version, so it takes no events.',
    fix: 'Publish the flow, then send the event again.',
  },
  'triggers.trigger.not_found': {
    kind: 'missing',
    message: 'The flow has no webhook.',
    fix: 'Publish the flow; its webhook is made then.',
  },
  'triggers.connection.not_ready': {
    kind: 'unavailable',
    message: 'The connection "{connection}" cannot be used just now: {reason}.',
    fix: 'Look at the connection; reconnect it if it says so, then register the webhook again.',
  },
  'triggers.connection.scope_missing': {
    kind: 'denied',
    message: 'Registering the webhook needs scopes of the connection "{connection}" that were not granted: {scopes}.',
    fix: 'Open the connection and consent again with these scopes, then register the webhook again.',
  },
  'triggers.signature.refused': {
    kind: 'denied',
    message: 'The signature of this delivery is missing or does not fit.',
    fix: "Sign the raw bytes of the body with the webhook's secret, as its flow declares, and send each header once.",
  },
  'triggers.signature.outside_window': {
    kind: 'denied',
    message: 'The signed time of this delivery is more than {minutes} minutes away from ours.',
    fix: "Sign each delivery with the time at which it is sent, and set the sender's clock.",
  },
  'triggers.secret.not_configured': {
    kind: 'denied',
    message: 'This webhook has no secret that its signature can be checked with, so it accepts nothing.',
    fix: 'Set the secret of the webhook, or declare its trigger "unsigned" and publish the flow.',
  },
  'triggers.secret.malformed': {
    kind: 'invalid',
    message: 'This is no secret for the signature of this webhook: {problem}.',
    fix: 'Paste the secret as the sender shows it; for Standard Webhooks it begins with "whsec_".',
  },
  'triggers.secret.not_used': {
    kind: 'conflict',
    message: 'The trigger of this flow is declared "unsigned", so a secret would protect nothing.',
    fix: 'Declare the signature of the trigger and publish the flow first.',
  },
  'triggers.secret.overlap_refused': {
    kind: 'invalid',
    message: 'The old secret cannot stay good for {keepPreviousMs} ms.',
    fix: 'Give a whole number of milliseconds between 0 and {maxMs}.',
  },
  'triggers.body.too_large': {
    kind: 'invalid',
    message: 'The body is larger than {maxBytes} bytes.',
    fix: 'Send a smaller event: the ids of what changed, or a link to the contents.',
  },
  'triggers.body.type_refused': {
    kind: 'invalid',
    message: 'The content type {given} is not what this flow takes.',
    fix: 'Send the body as {wanted} in UTF-8 and name it so in Content-Type, or change "bodyFormat" of the flow.',
  },
  'triggers.body.compressed': {
    kind: 'invalid',
    message: 'The body is compressed.',
    fix: 'Send it without Content-Encoding.',
  },
  'triggers.dedupe.header_missing': {
    kind: 'invalid',
    message: 'The header {header}, by which this flow knows an event again, is missing, empty or sent twice.',
    fix: 'Send the same unique id in it for every delivery of one event, or change "dedupe" of the flow.',
  },
  'triggers.dedupe.path_missing': {
    kind: 'invalid',
    message: 'The body has no text or number at "{path}", by which this flow knows an event again.',
    fix: 'Send the unique id of the event there, or change "dedupe" of the flow.',
  },
  'triggers.event.key_reused': {
    kind: 'invalid',
    message: 'The key "{key}" belongs to an event with another body, which became run {runId}. Nothing was stored.',
    fix: 'Send the body under a key of its own, or the same body under this one.',
  },
  'triggers.event.not_stored': {
    kind: 'unavailable',
    message: 'The event could not be stored just now.',
    fix: 'Send it again a little later. Should it have been stored after all, the second delivery is known again.',
  },
} as const satisfies ErrorTable;

/** Makes an error of this room. */
export const fail = errorsOf(TRIGGERS_ERRORS);
