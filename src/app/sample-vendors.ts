/**
 * The two stand-in vendors of the sample workspace: on which ports they listen and with which credentials they are called
 * is decided at the first start and kept in `sandbox/sandbox.json`, because the connections have it by then.
 */
import path from 'node:path';
import { sendPlain } from '../api/client.ts';
import { isAppError, type Log, randomToken } from '../foundation/index.ts';
import type { AllowedTarget } from '../outbound/index.ts';
import { createCrm, createInvoicing, type DeliverPort, type StandIn } from '../sandbox/index.ts';
import type { Config } from './config.ts';
import { DataFolder, readTextFile, writePrivateFile } from './data-folder.ts';
import { fail } from './errors.ts';
import { fileJournal } from './file-journal.ts';

const HOST = '127.0.0.1';
const DELIVERY_TIMEOUT_MS = 10_000;
const TOKEN_BYTES = 18;

/** What is kept about the stand-ins. */
interface Note {
  readonly crmPort: number;
  readonly invoicingPort: number;
  readonly crmToken: string;
  readonly invoicingKey: string;
}

export interface SampleVendors {
  readonly crm: StandIn;
  readonly invoicing: StandIn;
  readonly crmToken: string;
  readonly invoicingKey: string;
  /** What outgoing calls may reach of this machine: these two doors and nothing else. */
  readonly egress: readonly AllowedTarget[];
  stop(): Promise<void>;
}

/** True when an earlier start made the sample workspace in this folder. */
export function hasSample(sandboxFolder: string): boolean {
  return readTextFile(noteFile(sandboxFolder)) !== undefined;
}

/**
 * What `holdfast start` opens for the stand-ins; nothing where it would not start them. Before the first start, with
 * `hasDatabase` false, the ports that it would take; 0 is any free one.
 */
export function sampleDoors(config: Config, hasDatabase: boolean): readonly AllowedTarget[] {
  if (config.databaseUrl !== undefined || config.sample === 'off') return [];
  const known = readNote(new DataFolder(config.dataFolder).sandboxFolder);
  if (known === undefined && hasDatabase) return [];
  return doorsOf(known ?? makeNote(config));
}

/** Starts both stand-ins; throws `app.port.taken` when one of their ports is in use. */
export async function startSampleVendors(sandboxFolder: string, config: Config, log: Log): Promise<SampleVendors> {
  const known = readNote(sandboxFolder);
  const note = known ?? makeNote(config);
  const common = { host: HOST, deliver: deliverWebhook, log };
  const crm = createCrm({
    ...common,
    port: note.crmPort,
    token: note.crmToken,
    journal: fileJournal(path.join(sandboxFolder, 'crm.jsonl')),
  });
  const invoicing = createInvoicing({
    ...common,
    port: note.invoicingPort,
    apiKey: note.invoicingKey,
    journal: fileJournal(path.join(sandboxFolder, 'invoicing.jsonl')),
  });
  await startOn(crm, { port: note.crmPort, setting: 'HOLDFAST_SANDBOX_CRM_PORT' });
  try {
    await startOn(invoicing, { port: note.invoicingPort, setting: 'HOLDFAST_SANDBOX_INVOICING_PORT' });
  } catch (error) {
    await crm.stop();
    throw error;
  }
  const ports = { crmPort: portOf(crm), invoicingPort: portOf(invoicing) };
  if (known === undefined) writePrivateFile(noteFile(sandboxFolder), `${JSON.stringify({ ...note, ...ports })}\n`);
  return {
    crm,
    invoicing,
    crmToken: note.crmToken,
    invoicingKey: note.invoicingKey,
    egress: doorsOf(ports),
    async stop() {
      await Promise.all([crm.stop(), invoicing.stop()]);
    },
  };
}

/** How the stand-ins send their webhooks. They are vendors, so what they reach is no matter of our egress rules. */
const deliverWebhook: DeliverPort = async (url, headers, body) => {
  const { status } = await sendPlain({ method: 'POST', url, headers, body, timeoutMs: DELIVERY_TIMEOUT_MS });
  return { status };
};

function makeNote({ port, crmPort, invoicingPort }: Config): Note {
  const after = (distance: number) => (port === 0 ? 0 : port + distance);
  return {
    crmPort: crmPort ?? after(1),
    invoicingPort: invoicingPort ?? after(2),
    crmToken: `crm_${randomToken(TOKEN_BYTES)}`,
    invoicingKey: `inv_${randomToken(TOKEN_BYTES)}`,
  };
}

function doorsOf({ crmPort, invoicingPort }: Pick<Note, 'crmPort' | 'invoicingPort'>): readonly AllowedTarget[] {
  return [{ host: HOST, ports: [crmPort, invoicingPort], loopback: true }];
}

function readNote(sandboxFolder: string): Note | undefined {
  const text = readTextFile(noteFile(sandboxFolder));
  return text === undefined ? undefined : (JSON.parse(text) as Note);
}

function noteFile(sandboxFolder: string): string {
  return path.join(sandboxFolder, 'sandbox.json');
}

async function startOn(standIn: StandIn, { port, setting }: { port: number; setting: string }): Promise<void> {
  try {
    await standIn.start();
  } catch (error) {
    if (isAppError(error) || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw fail('app.port.taken', { cause: error, context: { host: HOST, port, setting } });
  }
}

function portOf(standIn: StandIn): number {
  return Number(new URL(standIn.url).port);
}
