/**
 * A vendor that throws back whatever it knows: what it was sent, and the secrets that it shares with its caller, in every
 * form and at every place of an answer. The path says how: `/<caller>/<how>/<status>/<padding>`.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { TestCertificate } from '../certificates.ts';

/** A request as it came, whole. */
export interface EchoRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: string;
}

export interface EchoVendorOptions {
  /** Secrets that the vendor shares with a caller, by the first segment of the path. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** Takes requests below `/oauth/`. */
  readonly token?: (request: EchoRequest, response: ServerResponse) => Promise<void>;
  /** Speaks TLS and asks for the certificate of the caller. */
  readonly secure?: { readonly own: TestCertificate; readonly caller: string };
}

const compress = promisify(gzip);

export class EchoVendor {
  readonly requests: EchoRequest[] = [];
  readonly port: number;
  readonly #options: EchoVendorOptions;
  readonly #close: () => void;

  private constructor(port: number, options: EchoVendorOptions, close: () => void) {
    this.port = port;
    this.#options = options;
    this.#close = close;
  }

  static async start(options: EchoVendorOptions): Promise<EchoVendor> {
    const handle: RequestListener = (request, response) => void vendor.#answer(request, response);
    const { secure } = options;
    const tls = secure && { ...secure.own, requestCert: true, rejectUnauthorized: true, ca: secure.caller };
    const server = tls === undefined ? createServer(handle) : createSecureServer(tls, handle);
    server.listen(0, '::');
    await once(server, 'listening');
    const vendor = new EchoVendor((server.address() as AddressInfo).port, options, () => {
      server.close();
      server.closeAllConnections();
    });
    return vendor;
  }

  stop(): void {
    this.#close();
  }

  /** Requests whose path begins so. */
  requestsTo(prefix: string): readonly EchoRequest[] {
    return this.requests.filter(({ target }) => target.startsWith(prefix));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray()).toString('latin1');
    const { method = '', url: target = '/', rawHeaders: headers } = incoming;
    const request = { method, target, headers, body };
    this.requests.push(request);
    const [caller = '', how = 'json', status = '200', padding = '0'] = target.split(/[/?]/).slice(1);
    if (caller === 'oauth') return this.#options.token?.(request, response);
    if (caller === 'sink')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"s"}');
    const secrets = [...secretsIn(request), ...(this.#options.known.get(caller) ?? [])];
    const told = { request, secrets, status: Number(status), padding: 'x'.repeat(Number(padding)) };
    await (ANSWERS[how] ?? (ANSWERS['json'] as AnswerWriter))(told, response);
  }
}

interface Told {
  readonly request: EchoRequest;
  readonly secrets: readonly string[];
  readonly status: number;
  readonly padding: string;
}

type AnswerWriter = (told: Told, response: ServerResponse) => unknown;

const ANSWERS: Readonly<Record<string, AnswerWriter>> = {
  json: (told, response) => write(response, told, { type: 'application/json', text: jsonOf(told) }),
  html: (told, response) => write(response, told, { type: 'text/html', text: htmlOf(told) }),
  text: (told, response) => write(response, told, { type: 'text/plain', text: plainOf(told) }),
  form: (told, response) =>
    write(response, told, { type: 'text/plain', text: String(new URLSearchParams({ told: plainOf(told) })) }),
  async gzip(told, response) {
    const bytes = await compress(jsonOf(told));
    response.writeHead(told.status, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bytes);
  },
  redirect(told, response) {
    const leak = told.secrets.map(encodeURIComponent).join('&also=');
    response.writeHead(told.status, { location: `https://elsewhere.example/?key=${leak}`, ...headersOf(told) }).end();
  },
  cut(told, response) {
    const text = jsonOf(told);
    response.writeHead(told.status, { 'content-type': 'application/json', 'content-length': text.length + 50 });
    response.write(text, () => response.destroy());
  },
  /** Nothing but secrets, so that masking leaves little of it, and a cut at whatever length falls into one of them. */
  flood(told, response) {
    const [secret = ''] = told.secrets;
    const text = told.padding + secret.repeat(Math.ceil(20_000 / secret.length));
    write(response, told, { type: 'text/plain', text });
  },
  account: (told, response) =>
    write(response, told, { type: 'application/json', text: JSON.stringify({ email: told.secrets[0], id: 'x' }) }),
};

function write(response: ServerResponse, told: Told, { type, text }: { type: string; text: string }): void {
  response.writeHead(told.status, { 'content-type': type, ...headersOf(told) }).end(text);
}

function headersOf({ secrets: [secret = ''] }: Told): Record<string, string> {
  return {
    etag: `"${encodeURIComponent(secret)}"`,
    'x-request-id': Buffer.from(secret).toString('base64url'),
    'x-echo': encodeURIComponent(secret),
    'set-cookie': `session=${encodeURIComponent(secret)}`,
    'www-authenticate': `Bearer realm="${Buffer.from(secret).toString('hex')}"`,
  };
}

function jsonOf(told: Told): string {
  const { request, secrets, padding } = told;
  const message = `${padding}${secrets.join(' ')} is not good enough`;
  const forms = secrets.map((secret) => formsOf(secret));
  // Long texts first would push the sentence of the vendor out of sight.
  return JSON.stringify({
    message,
    forms,
    request,
    nested: JSON.stringify({ request }),
    id: 'x',
    email: 'a@b.example',
  });
}

function htmlOf(told: Told): string {
  const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<!doctype html><html><title>Sign in</title><pre>${escapeHtml(plainOf(told))}</pre></html>`;
}

function plainOf({ request, secrets, padding }: Told): string {
  const forms = secrets.flatMap((secret) => Object.values(formsOf(secret)));
  return `${padding}${forms.join(' ')}\n${request.method} ${request.target}\n${request.headers.join('\n')}\n${request.body}`;
}

function formsOf(secret: string): Record<string, string> {
  const bytes = Buffer.from(secret);
  return {
    plain: secret,
    json: JSON.stringify(secret),
    url: encodeURIComponent(secret),
    form: String(new URLSearchParams({ secret })),
    base64: bytes.toString('base64'),
    base64url: bytes.toString('base64url'),
    behindOne: Buffer.from(`x${secret}`).toString('base64'),
    behindTwo: Buffer.from(`xy${secret}`).toString('base64'),
    hex: bytes.toString('hex'),
    capitals: bytes.toString('hex').toUpperCase(),
  };
}

/** What the request itself gives away: the credential as a header, decoded, or as a parameter. */
function secretsIn({ headers, target }: EchoRequest): string[] {
  const secrets: string[] = [];
  for (let at = 0; at < headers.length; at += 2) {
    const [name, value] = [(headers[at] as string).toLowerCase(), headers[at + 1] as string];
    if (name === 'x-api-key' || name === 'x-amz-security-token') secrets.push(value);
    if (name !== 'authorization') continue;
    const [scheme, ...rest] = value.split(' ');
    if (scheme === 'Bearer') secrets.push(rest.join(' '));
    if (scheme === 'Basic')
      secrets.push(
        Buffer.from(rest.join(' '), 'base64')
          .toString()
          .replace(/^[^:]*:/, ''),
      );
  }
  const key = new URL(target, 'http://vendor').searchParams.get('api_key');
  return key === null ? secrets : [...secrets, key];
}
