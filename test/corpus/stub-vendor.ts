/** A vendor of the corpus: counts who connects, keeps what was asked, and answers as the test says. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubVendor {
  readonly port: number;
  /** TCP connections so far, whatever was sent over them. */
  connections(): number;
  /** Method and target of every request so far. */
  requests(): readonly string[];
  stop(): Promise<void>;
}

/** Starts a vendor on all addresses of this machine, so that no spelling of an address misses it. */
export async function startVendor(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<StubVendor> {
  const requests: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => answer(request, response));
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '::');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    requests: () => requests,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The part of a configuration file that opens one loopback port. */
export function openPort(port: number): string {
  return `egress:\n  allow:\n    - host: 127.0.0.1\n      ports: [${port}]\n      loopback: true\n`;
}
