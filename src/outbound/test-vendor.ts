/**
 * For tests only: vendors made of bare sockets, which can misbehave in ways that no HTTP server lets one.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { systemClock } from '../foundation/index.ts';
import { type AllowedTarget, EgressPolicy } from './egress-policy.ts';
import type { EncodedRequest } from './encode-request.ts';
import { HttpSender, type HttpSenderDeps } from './http-sender.ts';
import type { CallResult, OutgoingCall } from './outgoing-call.ts';

/** What a vendor does with each request it has read whole; `number` counts the requests of all connections from 1. */
export type Script = (socket: Socket, request: string, number: number) => void;

export class Vendor {
  readonly port: number;
  readonly origin: string;
  /** Every request received, as text. */
  readonly requests: string[] = [];
  /** Every byte received on any connection. */
  receivedBytes = 0;
  connectionCount = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, script: Script) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.origin = `http://127.0.0.1:${this.port}`;
    server.on('connection', (socket) => this.#serve(socket, script));
  }

  /** A vendor on a free port of the given address. */
  static async start(script: Script, host = '127.0.0.1', port = 0): Promise<Vendor> {
    const server = createServer();
    server.listen(port, host);
    await once(server, 'listening');
    return new Vendor(server, script);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket, script: Script): void {
    this.connectionCount += 1;
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    let pending = '';
    socket.on('data', (chunk) => {
      this.receivedBytes += chunk.length;
      pending += chunk.toString('latin1');
      const end = requestEnd(pending);
      if (end === undefined) return;
      const request = pending.slice(0, end);
      pending = pending.slice(end);
      script(socket, request, this.requests.push(request));
    });
  }
}

function requestEnd(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = Number(/^content-length: (\d+)$/im.exec(text.slice(0, head))?.[1] ?? 0);
  return text.length >= head + 4 + length ? head + 4 + length : undefined;
}

/** An HTTP/1.1 answer as text. */
export function answerText(status: number, body = '', headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ 'content-length': String(Buffer.byteLength(body)), ...headers });
  return `HTTP/1.1 ${status} Test\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** A vendor that answers everything with this. */
export function answerAlways(status: number, body = '', headers: Readonly<Record<string, string>> = {}): Script {
  return (socket) => socket.write(answerText(status, body, headers));
}

export interface TestSenderOptions extends Partial<HttpSenderDeps> {
  readonly allow: readonly AllowedTarget[];
}

/** A sender whose policy allows these targets. */
export function makeTestSender({ allow, ...deps }: TestSenderOptions): HttpSender & AsyncDisposable {
  const sender = new HttpSender({ policy: new EgressPolicy({ allow }), clock: systemClock, ...deps });
  return Object.assign(sender, { [Symbol.asyncDispose]: () => sender.close() });
}

/** A sender that may call these vendors on loopback. */
export function senderFor(vendors: Vendor | readonly Vendor[], deps: Partial<HttpSenderDeps> = {}) {
  const ports = [vendors].flat().map((vendor) => vendor.port);
  return makeTestSender({ allow: [{ host: '127.0.0.1', ports, loopback: true }], ...deps });
}

/** A read of the URL within its own origin; `overrides` change request and call. */
export function callTo(
  url: string,
  overrides: Partial<EncodedRequest & Omit<OutgoingCall, 'request'>> = {},
): OutgoingCall {
  const { method = 'GET', headers = {}, body, ...call } = overrides;
  return {
    request: { method, url, headers, body },
    origins: [new URL(url).origin],
    isWrite: method !== 'GET',
    ...call,
  };
}

/** The result without what differs from run to run, for comparisons. */
export function gist(result: CallResult): string {
  if (result.kind !== 'answered') return `${result.kind} ${result.code}`;
  const { status, bodyState, body } = result.answer;
  return `answered ${status} ${bodyState} ${Buffer.from(body).toString('latin1').slice(0, 100)}`.trimEnd();
}
