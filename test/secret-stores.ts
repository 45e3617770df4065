/**
 * Stand-ins, written from the published protocols, for what secrets are read from: the key/value store (version 2) of
 * HashiCorp Vault and OpenBao, and AWS Secrets Manager. And the check of AWS Signature Version 4 as the service makes it.
 */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they stood in the request line. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface GivenAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server on this machine that keeps what it receives and answers as `answer` says. */
export class RecordingServer {
  readonly requests: ReceivedRequest[] = [];
  readonly port: number;
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.origin = `http://127.0.0.1:${this.port}`;
  }

  static async start(answer: (request: ReceivedRequest) => GivenAnswer): Promise<RecordingServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const recording = new RecordingServer(server);
    server.on('request', async (incoming: IncomingMessage, outgoing) => {
      const body = Buffer.concat(await incoming.toArray());
      const { method = '', url: target = '', headers } = incoming;
      const request = { method, target, headers, body };
      recording.requests.push(request);
      const { status, body: answered, headers: extra } = answer(request);
      outgoing.writeHead(status, { 'content-type': 'application/json', ...extra });
      outgoing.end(answered === undefined ? '' : JSON.stringify(answered));
    });
    return recording;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export interface KeyValueStore {
  readonly token: string;
  /** By the path below `/v1/`, such as `secret/data/crm`; null is a secret whose last version was deleted. */
  readonly secrets: Map<string, Record<string, unknown> | null>;
  /** Paths that the policy of the token leaves out. */
  readonly denied: Set<string>;
  /** Answers 503 to everything, as a sealed server does. */
  isSealed: boolean;
}

/** The answers of a key/value store, version 2. */
export function answerKeyValue(store: KeyValueStore): (request: ReceivedRequest) => GivenAnswer {
  return ({ method, target, headers }) => {
    const path = decodeURIComponent(target).replace(/^\/v1\//, '');
    if (store.isSealed) return { status: 503, body: { errors: ['Vault is sealed'] } };
    const isKnown = headers['x-vault-token'] === store.token;
    if (!isKnown || store.denied.has(path)) {
      return { status: 403, body: { errors: ['1 error occurred:\n\t* permission denied\n\n'] } };
    }
    const data = store.secrets.get(path);
    const metadata = { version: 1, destroyed: false, deletion_time: data === null ? '2026-11-24T00:00:00Z' : '' };
    if (method !== 'GET' || data === undefined) return { status: 404, body: { errors: [] } };
    if (data === null) return { status: 404, body: { data: { data: null, metadata } } };
    return { status: 200, body: { request_id: '1', lease_id: '', renewable: false, data: { data, metadata } } };
  };
}

export interface SecretsManager {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly secrets: Map<string, { readonly SecretString?: string; readonly SecretBinary?: string }>;
  readonly denied: Set<string>;
}

/** The answers of AWS Secrets Manager to GetSecretValue, signature included. */
export function answerSecretsManager(store: SecretsManager): (request: ReceivedRequest) => GivenAnswer {
  const refuse = (type: string, message: string): GivenAnswer => ({
    status: 400,
    body: { __type: type, Message: message },
  });
  return (request) => {
    if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
      return refuse('UnknownOperationException', '');
    }
    const problem = findAwsProblem(request, { ...store, service: 'secretsmanager' });
    if (problem !== undefined) return refuse('InvalidSignatureException', problem);
    const name = JSON.parse(request.body.toString()).SecretId;
    if (store.denied.has(name)) {
      const who = 'User: arn:aws:iam::123456789012:user/holdfast is not authorized to perform';
      return refuse('AccessDeniedException', `${who}: secretsmanager:GetSecretValue on resource: ${name}`);
    }
    const secret = store.secrets.get(name);
    if (secret === undefined) {
      return refuse('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return { status: 200, body: { ARN: `arn:${name}`, Name: name, VersionId: '1', ...secret } };
  };
}

export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

/** What is wrong with the signature of a request, worked out anew from the bytes received; undefined when it is right. */
export function findAwsProblem(request: ReceivedRequest, key: AwsKey): string | undefined {
  const told = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
    request.headers.authorization ?? '',
  );
  if (told === null) return 'no signature';
  const [, credential = '', signedHeaders = '', signature] = told;
  const moment = String(request.headers['x-amz-date']);
  const scope = `${moment.slice(0, 8)}/${key.region}/${key.service}/aws4_request`;
  if (credential !== `${key.accessKeyId}/${scope}`) return `credential ${credential}`;
  if (!signedHeaders.split(';').includes('host')) return 'the host is not signed';
  const hashed = sha256(canonicalRequest(request, signedHeaders, key.service));
  const toSign = ['AWS4-HMAC-SHA256', moment, scope, hashed].join('\n');
  const signing = [moment.slice(0, 8), key.region, key.service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${key.secretAccessKey}`,
  );
  const right = createHmac('sha256', signing).update(toSign).digest('hex');
  return signature === right ? undefined : 'the signature does not match';
}

function canonicalRequest({ method, target, headers, body }: ReceivedRequest, signedHeaders: string, service: string) {
  const [path = '', query = ''] = target.split('?');
  const uri = service === 's3' ? path : path.split('/').map(encode).join('/');
  const parameters =
    query === '' ? [] : query.split('&').map((pair) => pair.split('=').map((part) => encode(decodeURIComponent(part))));
  const sorted = parameters.map(([name, value = '']) => `${name}=${value}`).sort();
  const lines = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}\n`);
  return [method, uri, sorted.join('&'), lines.join(''), signedHeaders, sha256(body)].join('\n');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
