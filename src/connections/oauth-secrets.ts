/** What of a request to a provider is secret, so that an answer that repeats it can be masked. */

/** Parameters that are secrets while they are good (RFC 6749, RFC 7009, RFC 7523, RFC 7636). */
const SECRET_PARAMETERS = [
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'refresh_token',
  'token',
];

/** The secrets that a request carries in its body and its `authorization`, as they are and as they are sent. */
export function secretsSent(authorization: string | undefined, body: unknown): readonly string[] {
  const form = new URLSearchParams(body === undefined || body === null ? '' : String(body));
  const parameters = SECRET_PARAMETERS.flatMap((name) => form.getAll(name));
  return [...parameters, ...secretsOfBasic(authorization)].filter((text) => text !== '');
}

/** RFC 6749, 2.3.1: id and secret are each written as in a form before they are joined. */
function secretsOfBasic(authorization = ''): readonly string[] {
  const encoded = /^Basic (.+)$/.exec(authorization)?.[1];
  if (encoded === undefined) return [];
  const joined = Buffer.from(encoded, 'base64').toString('utf8');
  const secret = joined.slice(joined.indexOf(':') + 1);
  const [plain = ''] = new URLSearchParams(`secret=${secret}`).getAll('secret');
  return [encoded, secret, plain];
}
