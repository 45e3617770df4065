/** Holdfast as a newcomer starts it: its own process, an empty data folder, the sample workspace, a free port. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnHoldfast } from '../command.ts';

const START_TIMEOUT_MS = 60_000;

export interface Product {
  /** Where people reach it. */
  readonly url: string;
  /** The one-time link for the first owner. */
  readonly setUpLink: string;
  stop(): Promise<void>;
}

/** Starts it and waits until it says where it is. */
export async function startProduct(): Promise<Product> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-browser-'));
  const child = spawnHoldfast(['start'], { HOLDFAST_PORT: '0', HOLDFAST_DATA: folder });
  const setUpLink = await printedLink(child);
  return {
    url: new URL(setUpLink).origin,
    setUpLink,
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The set-up link, once the process has said that it is ready. */
function printedLink(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  const timer = setTimeout(() => reject(new Error(`Holdfast printed no set-up link:\n${text}`)), START_TIMEOUT_MS);
  const read = (chunk: Buffer): void => {
    text += chunk;
    const link = /https?:\/\/\S+\/set-up#\S+/.exec(text)?.[0];
    if (link === undefined || !text.includes('process.ready')) return;
    clearTimeout(timer);
    resolve(link);
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  child.once('close', () => reject(new Error(`Holdfast ended:\n${text}`)));
  return promise;
}
