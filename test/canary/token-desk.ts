/**
 * The token endpoint in front of a real authorization server: it keeps every secret that passes, and throws the request
 * back in its answer when it is told to. Callers that have no server behind them are given tokens of its own.
 */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Canary, readCanary } from './canaries.ts';
import type { EchoRequest } from './echo-vendor.ts';

/** `proxy` asks the server behind it; `issue` gives tokens itself; the others fail, each in its own way. */
export type TokenMode = 'proxy' | 'issue' | 'refuse' | 'blame' | 'trouble' | 'strange' | 'html' | 'cut' | 'echo_scope';

export interface TokenDeskOptions {
  /** Of the real server. */
  readonly tokenUrl: () => string;
  readonly guard: (canary: Canary) => void;
}

/** Parameters of a token request that are secrets while they are good (RFC 6749, RFC 7636, RFC 7523). */
const SECRET_PARAMETERS = [
  'client_secret',
  'refresh_token',
  'code',
  'code_verifier',
  'assertion',
  'client_assertion',
  'token',
];
const SIGNED = ['assertion', 'client_assertion', 'id_token'];
const SECRET_MEMBERS = ['access_token', 'refresh_token', 'id_token'];
/** Where a cut of 300 or 500 characters would fall into the middle of a secret. */
const PADDINGS = [0, 200, 270, 285, 420, 490];

export class TokenDesk {
  readonly #options: TokenDeskOptions;
  readonly #modes = new Map<string, TokenMode>();
  #count = 0;

  constructor(options: TokenDeskOptions) {
    this.#options = options;
  }

  /** How requests of a caller are answered from now on. */
  set(caller: string, mode: TokenMode): void {
    this.#modes.set(caller, mode);
  }

  async answer(request: EchoRequest, response: ServerResponse): Promise<void> {
    const [, , caller = '', place = ''] = request.target.split('/');
    const secrets = secretsOf(request);
    this.#keep(secrets);
    const mode = this.#modes.get(caller) ?? 'issue';
    this.#count += 1;
    if (mode === 'proxy') return this.#proxy(request, response, place);
    if (mode === 'issue') return this.#issue(response, {});
    if (mode === 'echo_scope')
      return this.#issue(response, { scope: `read ${secrets.map(({ text }) => text).join(' ')}` });
    const padding = 'x'.repeat(PADDINGS[this.#count % PADDINGS.length] as number);
    refuse(mode, response, { request, words: `${padding} ${wordsOf(request, secrets)}` });
  }

  async #proxy({ headers, body }: EchoRequest, response: ServerResponse, place: string): Promise<void> {
    const authorization = headerOf(headers, 'authorization');
    const url = place === 'revoke' ? `${this.#options.tokenUrl()}/revocation` : this.#options.tokenUrl();
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body,
    });
    const text = await answer.text();
    if (answer.ok && text !== '') this.#keepAnswer(JSON.parse(text) as Record<string, unknown>);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  }

  #issue(response: ServerResponse, more: object): void {
    const token = randomBytes(24).toString('hex');
    const tokens = { access_token: token, token_type: 'Bearer', expires_in: 3_600, ...more };
    this.#keepAnswer(tokens);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(tokens));
  }

  #keepAnswer(answer: Record<string, unknown>): void {
    const found = SECRET_MEMBERS.flatMap((name) => (typeof answer[name] === 'string' ? [[name, answer[name]]] : []));
    this.#keep(found.map(([name, text]) => ({ name: String(name), text: String(text) })));
  }

  #keep(secrets: readonly NamedSecret[]): void {
    for (const { name, text } of secrets) {
      // The head and the claims of a signed token are no secret; its signature makes it good.
      const secret = SIGNED.includes(name) ? (text.split('.')[2] ?? '') : text;
      this.#options.guard(readCanary(`${name} ${secret.slice(0, 6)}…`, secret));
    }
  }
}

interface NamedSecret {
  readonly name: string;
  readonly text: string;
}

function refuse(mode: TokenMode, response: ServerResponse, told: { request: EchoRequest; words: string }): void {
  const { request, words } = told;
  const send = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  switch (mode) {
    case 'refuse':
      return void send(400, { error: 'invalid_grant', error_description: words });
    case 'blame':
      return void send(401, { error: 'invalid_client', error_description: words, request });
    case 'trouble':
      return void send(503, { error: 'temporarily_unavailable', error_description: words });
    case 'strange':
      return void send(400, { error: `refused: ${words}`, error_description: words });
    case 'html':
      return void response.writeHead(500, { 'content-type': 'text/html' }).end(`<html>${words}</html>`);
    default:
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9000' });
      response.write(JSON.stringify({ error: 'invalid_grant', error_description: words }), () => response.destroy());
  }
}

function secretsOf({ headers, body }: EchoRequest): NamedSecret[] {
  const form = new URLSearchParams(body);
  const named = SECRET_PARAMETERS.flatMap((name) => form.getAll(name).map((text) => ({ name, text })));
  const basic = /^Basic (.+)$/.exec(headerOf(headers, 'authorization') ?? '')?.[1];
  if (basic === undefined) return named;
  // RFC 6749, 2.3.1: both halves are written as in a form before they are joined.
  const [, secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  return [...named, { name: 'client_secret', text: decodeURIComponent(secret.replaceAll('+', ' ')) }];
}

function wordsOf({ headers, body }: EchoRequest, secrets: readonly NamedSecret[]): string {
  const encoded = secrets.map(
    ({ text }) => `${text} ${Buffer.from(text).toString('base64')} ${encodeURIComponent(text)}`,
  );
  return `${encoded.join(' ')} ${body} ${headerOf(headers, 'authorization') ?? ''} ${JSON.stringify(headers)}`;
}

function headerOf(headers: readonly string[], wanted: string): string | undefined {
  const at = headers.findIndex((each, index) => index % 2 === 0 && each.toLowerCase() === wanted);
  return at < 0 ? undefined : headers[at + 1];
}
