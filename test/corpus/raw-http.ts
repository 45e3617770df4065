/** HTTP as no well-behaved client speaks it: bytes put on a socket, and what comes back until it is closed. */
import { connect, type Socket } from 'node:net';

export interface RawExchange {
  readonly port: number;
  /** Written one after the other; each waits until the one before is out. */
  readonly chunks: readonly (string | Uint8Array)[];
  /** Written again and again, every `everyMs`, after the chunks: a body or header block that never ends. */
  readonly drip?: { readonly chunk: string; readonly everyMs: number };
  /** The longest that is waited for the server to close. */
  readonly withinMs: number;
}

export interface RawAnswer {
  /** Status of every answer that came, in order. */
  readonly statuses: readonly number[];
  readonly text: string;
  /** True when the server ended the connection, false when we gave up. */
  readonly isClosedByServer: boolean;
  readonly tookMs: number;
}

/** Sends the bytes and collects what comes back until the server closes the connection or the time is over. */
export function exchangeRaw(exchange: RawExchange): Promise<RawAnswer> {
  const startedAt = Date.now();
  const received: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<RawAnswer>();
  const socket = connect(exchange.port, '127.0.0.1');
  const timers: NodeJS.Timeout[] = [];
  const end = (isClosedByServer: boolean) => {
    for (const timer of timers) clearInterval(timer);
    socket.destroy();
    const text = Buffer.concat(received).toString('latin1');
    resolve({ statuses: statusesOf(text), text, isClosedByServer, tookMs: Date.now() - startedAt });
  };
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.on('end', () => end(true));
  socket.on('close', () => end(true));
  // A reset by the server while we still write is its way to refuse.
  socket.on('error', () => end(true));
  timers.push(setTimeout(() => end(false), exchange.withinMs));
  socket.on('connect', () => timers.push(...write(socket, exchange)));
  return promise;
}

function write(socket: Socket, { chunks, drip }: RawExchange): NodeJS.Timeout[] {
  for (const chunk of chunks) socket.write(chunk);
  if (drip === undefined) return [];
  return [setInterval(() => socket.writable && socket.write(drip.chunk), drip.everyMs)];
}

function statusesOf(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

/** A request as text: request line, headers, empty line, body. Every line ends as HTTP wants it. */
export function requestText(line: string, headers: readonly string[], body = ''): string {
  return `${[line, ...headers].join('\r\n')}\r\n\r\n${body}`;
}
