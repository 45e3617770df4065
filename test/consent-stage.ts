/** Holdfast beside a real authorization server that knows its callback, with the first owner signed in. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.ts';
import { startHoldfast, type TestHoldfast } from './holdfast.ts';
import { type Browser, setUpOwner } from './people.ts';

export interface ConsentStage {
  readonly holdfast: TestHoldfast;
  readonly server: AuthorizationServer;
  readonly owner: Browser;
  close(): Promise<void>;
}

/** Starts both; the port is found first, because the server has to know where consents come back. */
export async function openConsentStage(): Promise<ConsentStage> {
  const port = await freePort();
  const server = await startAuthorizationServer({ redirectUris: [`http://localhost:${port}/oauth/callback`] });
  const holdfast = await startHoldfast({ env: { HOLDFAST_PORT: String(port) }, loopbackPorts: [server.port] });
  const owner = await setUpOwner(holdfast);
  const close = async (): Promise<void> => {
    await holdfast.stop();
    await server.close();
  };
  return { holdfast, server, owner, close };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
