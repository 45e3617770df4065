/**
 * A whole Holdfast in the test's own process: every part as `holdfast start` has it, on a database of its own and a free
 * port, with the two stand-in vendors where a test wants them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiClient } from '../src/api/index.ts';
import { type Config, openInstallation, type Role, readConfig, type Wired, wire } from '../src/app/index.ts';
import { type JsonValue, parseJson, silentLog, startAll, stopAll } from '../src/foundation/index.ts';
import { createInvoicing, type StandIn } from '../src/sandbox/index.ts';
import { makeMasterKeyText } from '../src/vault/index.ts';
import { openTestDatabase } from './postgres.ts';

export interface TestHoldfast {
  readonly url: string;
  readonly token: string;
  readonly client: ApiClient;
  readonly config: Config;
  readonly wired: Wired;
  readonly databaseUrl: string;
  /** The stand-in invoicing service, whose connection is called `billing`. */
  readonly vendor: StandIn;
  /** What the master key is; the environment of a second process needs it. */
  readonly masterKey: string;
  stop(): Promise<void>;
}

export const VENDOR_KEY = 'canary-vendor-key-51d2';
const BOTH: Role = { isServing: true, isWorking: true };

/** Starts Holdfast with an invoicing vendor and a connection `billing` to it. */
export async function startHoldfast(
  options: { role?: Role; env?: Record<string, string>; loopbackPorts?: readonly number[] } = {},
): Promise<TestHoldfast> {
  const vendor = createInvoicing({ port: 0, apiKey: VENDOR_KEY });
  await vendor.start();
  const testDatabase = await openTestDatabase();
  const { url: databaseUrl } = testDatabase;
  const masterKey = makeMasterKeyText();
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-data-'));
  const config = readConfig({
    env: {
      HOLDFAST_PORT: '0',
      HOLDFAST_DATA: folder,
      HOLDFAST_KEY: masterKey,
      DATABASE_URL: databaseUrl,
      ...options.env,
    },
    readFile: () => {
      throw new Error('ENOENT');
    },
  });
  const installation = await openInstallation(config, silentLog);
  const { database, vault, rotation, signInSecret, operatorSender, workspaces } = installation;
  const ports = [Number(new URL(vendor.url).port), ...(options.loopbackPorts ?? [])];
  const egress = [{ host: '127.0.0.1', ports, loopback: true }];
  const wired = wire({
    config,
    role: options.role ?? BOTH,
    database,
    vault,
    rotation,
    signInSecret,
    operatorSender,
    workspaces,
    log: silentLog,
    egress,
  });
  wired.readiness.expectSchema(installation.schemaVersion);
  await startAll(wired.services, silentLog);
  const stop = async (): Promise<void> => {
    await stopAll(wired.services, silentLog);
    await wired.sender.close();
    await installation.close();
    await vendor.stop();
    await testDatabase.close();
    await rm(folder, { recursive: true, force: true });
  };
  const token = workspaces.newToken?.reveal() ?? '';
  const url = wired.api?.url ?? '';
  const client = new ApiClient({ url, token });
  await wired.connections.create({
    workspaceId: workspaces.first,
    name: 'billing',
    connector: 'sandbox_invoicing',
    settings: { baseUrl: vendor.url },
    credential: { kind: 'api_key', key: VENDOR_KEY },
  });
  return { url, token, client, config, wired, databaseUrl, vendor, masterKey, stop };
}

/** A flow of one step that makes a customer, with a trigger that needs no signature. */
export function customerFlow(name = 'customers'): JsonValue {
  return parseJson(
    JSON.stringify({
      holdfast: 1,
      name,
      title: 'A body becomes a customer',
      trigger: {
        kind: 'webhook',
        signature: { kind: 'unsigned' },
        dedupe: { by: 'path', path: 'id' },
        schema: {
          type: 'object',
          required: ['id', 'email', 'name'],
          properties: { id: {}, email: { type: 'string', format: 'email' }, name: { type: 'string' } },
        },
      },
      steps: [
        {
          kind: 'call',
          key: 'customer',
          connection: 'billing',
          operation: 'upsert_customer',
          input: { object: { email: { from: 'trigger.email' }, name: { from: 'trigger.name' } } },
        },
      ],
    }),
  );
}

/** Asks until `isDone` says so; throws after ten seconds with what was last seen. */
export async function until<T>(ask: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  const deadlineMs = performance.now() + 10_000;
  for (;;) {
    const value = await ask();
    if (isDone(value)) return value;
    if (performance.now() > deadlineMs) throw new Error(`it did not come to pass; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
