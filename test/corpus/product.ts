/**
 * The product as a stranger meets it: the real process on a data folder of its own, and what can be reached from
 * outside. Nothing of its inside is used but the embedded database, to look at what was really stored.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Database } from '../../src/db/index.ts';
import { silentLog } from '../../src/foundation/index.ts';
import { eventually } from './eventually.ts';

const MAIN = path.resolve(import.meta.dirname, '../../src/app/main.ts');
/** An empty folder wants an initdb; on a busy machine that takes its time. */
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const CALL_TIMEOUT_MS = 20_000;
const PASSAGE_FOLDER = 0o711;
const READY = /"url":"http:\/\/127\.0\.0\.1:(\d+)".*"event":"process\.ready"/;

export interface ProductOptions {
  readonly sample?: 'auto' | 'off';
  /** Text of the configuration file. */
  readonly config?: string;
}

export interface CallOptions {
  /** Sent as JSON, unless it is text or bytes, which are sent as they are. */
  readonly body?: unknown;
  /** Another token than the first one; null sends none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; undefined where it is something else. */
  readonly json: Json;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into field by field, as a stranger would in a shell.
export type Json = any;

export type Product = Awaited<ReturnType<typeof startProduct>>;

/** Starts Holdfast as `npm start` does, on free ports and an empty folder. */
export async function startProduct({ sample = 'off', config }: ProductOptions = {}) {
  const data = await mkdtemp(path.join(tmpdir(), 'holdfast-corpus-'));
  // The database's own user has to pass through; otherwise its files would lie elsewhere and be left behind.
  await chmod(data, PASSAGE_FOLDER);
  if (config !== undefined) await writeFile(path.join(data, 'holdfast.config.yaml'), config);
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: environmentOf(data, sample),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const removeGuard = endWithUs(child);
  const output = collectOutput(child);
  const port = await eventually(() => portIn(child, output()), {
    what: 'the product is ready',
    withinMs: START_TIMEOUT_MS,
  });
  const token = (await readFile(path.join(data, 'cli.token'), 'utf8')).trim();
  const socket = encodeURIComponent(path.join(data, 'postgres', 'socket'));
  const database = new Database({ url: `postgres://holdfast@/holdfast?host=${socket}&port=5432`, log: silentLog });
  const url = `http://127.0.0.1:${port}`;
  return {
    port,
    url,
    token,
    database,
    /** Everything the process wrote, standard output and standard error. */
    output,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    /** One call of the API, with the first token unless told otherwise. */
    call: (method: string, target: string, options: CallOptions = {}) =>
      callOnce(`${url}${target}`, { token, ...options, method }),
    /** Ends the process at once, as its machine would when it has no memory left. */
    kill: () => child.kill('SIGKILL'),
    async stop() {
      await database.close();
      await endChild(child);
      removeGuard();
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function callOnce(
  url: string,
  { method, body, token, headers = {} }: CallOptions & { readonly method: string },
): Promise<Answer> {
  const sent =
    body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent as string }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: readJson(text) };
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Ports 0 take free ones, so files of the corpus never meet. */
function environmentOf(data: string, sample: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('HOLDFAST_') && name !== 'DATABASE_URL');
  return {
    ...Object.fromEntries(own),
    HOLDFAST_DATA: data,
    HOLDFAST_PORT: '0',
    HOLDFAST_SANDBOX_CRM_PORT: '0',
    HOLDFAST_SANDBOX_INVOICING_PORT: '0',
    HOLDFAST_SAMPLE: sample,
    HOLDFAST_GRACE_MS: '2000',
  };
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

function portIn(child: ChildProcess, output: string): number | undefined {
  if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}:\n${output}`);
  const found = READY.exec(output)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** A test process that ends early takes the product with it. */
function endWithUs(child: ChildProcess): () => void {
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  return () => process.off('exit', end);
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(STOP_TIMEOUT_MS) });
  child.kill('SIGTERM');
  await ended.catch(() => child.kill('SIGKILL'));
}
