import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/**
 * Everything that can be wrong with a call before, while or after it leaves. `outbound.request.*` and
 * `outbound.egress.rule_invalid` are thrown; the others travel as values inside a `CallResult`.
 */
export const OUTBOUND_ERRORS = {
  'outbound.request.base_url_invalid': {
    kind: 'invalid',
    message: 'The base URL "{baseUrl}" cannot be used: {problem}.',
    fix: 'Give scheme, host and path only, such as https://api.example.com/v2.',
  },
  'outbound.request.segment_invalid': {
    kind: 'invalid',
    message: 'Path segment {position} cannot be sent: {problem}.',
    fix: 'A path segment is one non-empty piece of text, and neither "." nor "..". Check what is mapped into the path.',
  },
  'outbound.request.query_invalid': {
    kind: 'invalid',
    message: 'Query parameter {position} cannot be sent: {problem}.',
    fix: 'Give the parameter a name, and map well-formed text into it.',
  },
  'outbound.request.url_too_long': {
    kind: 'invalid',
    message: 'The URL would be {length} characters long; {limit} is the limit.',
    fix: 'Send large values in the body, or ask for fewer items at a time.',
  },
  'outbound.request.header_invalid': {
    kind: 'invalid',
    message: 'The header "{header}" cannot be sent: {problem}.',
    fix: 'A header holds printable ASCII on one line. Encode other text, or send it in the body.',
  },
  'outbound.request.headers_too_large': {
    kind: 'invalid',
    message: 'The headers would be {bytes} bytes; {limit} is the limit.',
    fix: 'Send large values in the body.',
  },
  'outbound.request.body_invalid': {
    kind: 'invalid',
    message: 'The body cannot be written as {format}: {problem} (at {place}).',
    fix: 'Change the mapping of the named place, or choose another body format.',
  },
  'outbound.request.body_too_large': {
    kind: 'invalid',
    message: 'The body would be {bytes} bytes; {limit} is the limit.',
    fix: 'Send it in several smaller calls.',
  },
  'outbound.request.url_invalid': {
    kind: 'invalid',
    message: 'The URL of the call is not an absolute http or https URL without user name and fragment.',
    fix: 'Build calls with encodeRequest, from a base URL and path segments.',
  },
  'outbound.egress.rule_invalid': {
    kind: 'invalid',
    message: 'Entry {position} of the egress allow-list cannot be used: {problem}.',
    fix: 'Correct the entry in the configuration file: a host, its ports, and for private addresses their CIDR range.',
  },
  'outbound.egress.blocked': {
    kind: 'denied',
    message: 'The call to {host} was blocked by egress policy.',
    fix: 'If this target is meant, the operator can allow its host, address range and port in the configuration file.',
  },
  'outbound.credential.foreign_origin': {
    kind: 'denied',
    message: 'The call would go to {host}, which is not one of the origins this connection may send to.',
    fix: 'Use a URL below the base URL of the connection, or make a connection for the other host.',
  },
  'outbound.credential.plain_http': {
    kind: 'denied',
    message: 'The call to {host} would carry the credential over plain HTTP, where anyone on the way can read it.',
    fix: 'Use https in the base URL of the connection.',
  },
  'outbound.credential.invalid': {
    kind: 'invalid',
    message: 'The credential of this connection cannot be attached: {problem}.',
    fix: 'Enter the credential again; a line break copied along with it is the usual cause.',
  },
  'outbound.credential.certificate': {
    kind: 'invalid',
    message: 'The client certificate of this connection cannot be used for {host} ({reason}).',
    fix: 'Enter the certificate and its private key again, both in PEM, with the passphrase if the key has one.',
  },
  'outbound.connect.dns': {
    kind: 'unavailable',
    message: 'The name of {host} could not be resolved ({reason}).',
    fix: 'Check the host name in the base URL, and the name server of this machine.',
  },
  'outbound.connect.refused': {
    kind: 'unavailable',
    message: '{host} refused the connection.',
    fix: 'The service is not running there, or a firewall turns the connection away.',
  },
  'outbound.connect.timeout': {
    kind: 'unavailable',
    message: 'No connection to {host} within {timeoutMs} ms.',
    fix: 'The service or the network on the way is down or overloaded.',
  },
  'outbound.connect.tls': {
    kind: 'unavailable',
    message: 'No trusted TLS connection to {host} could be made ({reason}).',
    fix: 'The certificate or TLS version of the service is not acceptable. A private authority is added by the operator.',
  },
  'outbound.connect.failed': {
    kind: 'unavailable',
    message: 'The connection to {host} failed ({reason}).',
    fix: 'Check the network between this machine and the service.',
  },
  'outbound.mail.sign_in_refused': {
    kind: 'unavailable',
    message: 'The mail server {host} did not let Holdfast sign in ({status}).',
    fix: 'Check user and password in HOLDFAST_SMTP_URL; some servers want a password made for programs.',
  },
  'outbound.mail.tls': {
    kind: 'unavailable',
    message: 'No trusted TLS connection to the mail server {host} could be made ({reason}).',
    fix: 'Its certificate must be valid for this name; HOLDFAST_CA_FILE adds a private authority. A relay without TLS is given with ?tls=off.',
  },
  'outbound.mail.put_off': {
    kind: 'unavailable',
    message: 'The mail server {host} has put the mail off: {words}',
    fix: 'Nothing to do: it is sent again.',
  },
  'outbound.mail.refused': {
    kind: 'upstream',
    message: 'The mail server {host} has refused the mail: {words}',
    fix: 'Check the address that the mail goes to and the one that it comes from (HOLDFAST_MAIL_FROM).',
  },
  'outbound.mail.broken_off': {
    kind: 'unavailable',
    message: 'The talk with the mail server {host} broke off ({reason}).',
    fix: 'The server is down or overloaded, or speaks TLS from the first byte (smtps://) where it was not expected.',
  },
  'outbound.call.withdrawn': {
    kind: 'conflict',
    message: 'The call to {host} was withdrawn before anything was sent.',
    fix: 'Nothing to do: whoever owns the run now makes the call.',
  },
  'outbound.call.aborted': {
    kind: 'conflict',
    message: 'The call to {host} was broken off on request.',
    fix: 'Nothing to do.',
  },
  'outbound.call.deadline': {
    kind: 'unavailable',
    message: 'The call to {host} took longer than {timeoutMs} ms in all.',
    fix: 'The service is slow. If it needs longer by nature, the operation must declare a longer deadline.',
  },
  'outbound.call.closed': {
    kind: 'unavailable',
    message: 'The call to {host} was not made because Holdfast is shutting down.',
    fix: 'Nothing to do: it is made after the restart.',
  },
  'outbound.call.saturated': {
    kind: 'unavailable',
    message: 'The call to {host} was not made because too many different hosts are being called at once.',
    fix: 'Nothing to do: it is made later.',
  },
  'outbound.answer.connection_lost': {
    kind: 'upstream',
    message: '{host} closed the connection without an answer ({reason}).',
    fix: 'Whether the call took effect is not known; look at the other system.',
  },
  'outbound.answer.headers_timeout': {
    kind: 'upstream',
    message: '{host} sent no complete answer head within {timeoutMs} ms.',
    fix: 'Whether the call took effect is not known; look at the other system.',
  },
  'outbound.answer.idle_timeout': {
    kind: 'upstream',
    message: '{host} stopped in the middle of its answer for {timeoutMs} ms.',
    fix: 'The service or the network on the way is overloaded.',
  },
  'outbound.answer.headers_too_large': {
    kind: 'upstream',
    message: '{host} answered with more than {limit} bytes of headers.',
    fix: 'Whether the call took effect is not known; look at the other system.',
  },
  'outbound.answer.malformed': {
    kind: 'upstream',
    message: '{host} answered with something that is not HTTP ({reason}).',
    fix: 'Check scheme and port in the base URL; a proxy in between may also be the cause.',
  },
  'outbound.answer.body_truncated': {
    kind: 'upstream',
    message: 'The answer of {host} ended early ({reason}).',
    fix: 'The status came, the body did not: what the body would have said is not known.',
  },
  'outbound.answer.body_too_large': {
    kind: 'upstream',
    message: 'The answer of {host} is larger than {limit} bytes, as sent or when unpacked.',
    fix: 'Ask for less at a time: a smaller page, fewer fields.',
  },
  'outbound.answer.body_undecodable': {
    kind: 'upstream',
    message: 'The answer of {host} could not be unpacked ({reason}).',
    fix: 'The service or a proxy on the way encodes its answers wrongly.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(OUTBOUND_ERRORS);

export type OutboundCode = keyof typeof OUTBOUND_ERRORS;

/** What is told about a call that did not go through: a stable code and a sentence for people, without secrets. */
export interface CallProblem {
  readonly code: OutboundCode;
  readonly message: string;
}

/** The code with its sentence filled in, as a value. */
export function makeProblem(code: OutboundCode, context: Readonly<Record<string, string | number>>): CallProblem {
  return { code, message: fail(code, { context }).publicMessage };
}
