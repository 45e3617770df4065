/** Holdfast as a newcomer starts it: its own process, an empty data folder, the sample workspace, a free port. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnHoldfast } from '../command.ts';

const START_TIMEOUT_MS = 60_000;

export interface Product {
  /** Where people reach it. */
  readonly url: string;
  /** The one-time link for the first owner. */
  readonly setUpLink: string;
  /** Ends the process and leaves everything else in place. */
  end(): Promise<void>;
  /** Starts it again after its end, at the same address and with what it had. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** Ports of this machine that flows may call; none unless told otherwise. */
  readonly openPorts?: readonly number[];
}

/** Starts it and waits until it says where it is. */
export async function startProduct({ openPorts = [] }: ProductOptions = {}): Promise<Product> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-browser-'));
  const allow = openPorts.map((port) => ({ host: '127.0.0.1', ports: [port], loopback: true }));
  await writeFile(path.join(folder, 'holdfast.config.yaml'), JSON.stringify({ egress: { allow } }));
  const start = (port: string): ChildProcess =>
    spawnHoldfast(['start'], { HOLDFAST_PORT: port, HOLDFAST_DATA: folder });
  let child = start('0');
  const setUpLink = await printed(child, /https?:\/\/\S+\/set-up#\S+/);
  const { origin, port } = new URL(setUpLink);
  const end = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  return {
    url: origin,
    setUpLink,
    end,
    async startAgain() {
      child = start(port);
      await printed(child, /process\.ready/);
    },
    async stop() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the process printed of this form, once it has said that it is ready. */
function printed(child: ChildProcess, form: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  const timer = setTimeout(() => reject(new Error(`Holdfast did not get ready:\n${text}`)), START_TIMEOUT_MS);
  const read = (chunk: Buffer): void => {
    text += chunk;
    const found = form.exec(text)?.[0];
    if (found === undefined || !text.includes('process.ready')) return;
    clearTimeout(timer);
    resolve(found);
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  child.once('close', () => reject(new Error(`Holdfast ended:\n${text}`)));
  return promise;
}
