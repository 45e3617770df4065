/** The product as its own process on an own data folder, with a client that keeps every answer as evidence. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommandLine } from '../../src/app/command-line.ts';
import { readConfig } from '../../src/app/index.ts';
import { Database } from '../../src/db/index.ts';
import { silentLog } from '../../src/foundation/index.ts';
import { spawnHoldfast } from '../command.ts';
import { eventually } from '../corpus/eventually.ts';
import { byteCanary, type Canary, readCanary } from './canaries.ts';
import type { Witness } from './witness.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into field by field, as a stranger would in a shell.
type Json = any;

export interface WatchedAnswer {
  readonly status: number;
  readonly json: Json;
  readonly text: string;
  readonly cookies: readonly string[];
}

export interface AskOptions {
  readonly body?: unknown;
  /** Whose call it is; the first token's unless told otherwise. */
  readonly as?: 'token' | 'person' | 'nobody';
  readonly headers?: Readonly<Record<string, string>>;
  /** Secrets that this answer gives out, once and by design. */
  readonly gives?: (json: Json) => readonly Canary[];
}

export interface WatchedSettings {
  readonly env: Readonly<Record<string, string>>;
  /** Ports of this machine that may be called. */
  readonly ports: readonly number[];
  /** Files of secrets by name, and certificates to be trusted. */
  readonly secretFiles: Readonly<Record<string, string>>;
  readonly certificates: readonly string[];
}

const START_TIMEOUT_MS = 60_000;
const PASSAGE_FOLDER = 0o711;
/** So much of a token is known: what it begins with is shown in lists, so that people can tell theirs apart. */
export const TOKEN_SHOWN = 9;
/** Printed once, when there is nobody to ask for it yet. */
const SHOWN_ONCE = [/The first API token, shown once: (\S+)/g, /\/set-up#(\S+)/g];

export class WatchedProduct {
  readonly url: string;
  readonly setUpToken: string;
  readonly data: string;
  readonly database: Database;
  readonly #child: ChildProcess;
  readonly #output: () => string;
  readonly #witness: Witness;
  readonly #env: Readonly<Record<string, string>>;
  readonly #token: string;
  readonly #outside: string;
  /** The cookies of the person who is signed in. */
  person = '';

  private constructor(parts: {
    child: ChildProcess;
    output: () => string;
    token: string;
    folders: Folders;
    witness: Witness;
    env: Readonly<Record<string, string>>;
  }) {
    const { child, output, token, folders, witness, env } = parts;
    const link = new URL(/https?:\/\/\S+\/set-up#\S+/.exec(output())?.[0] ?? '');
    this.url = link.origin;
    this.setUpToken = link.hash.slice(1);
    this.data = folders.data;
    this.#outside = folders.outside;
    const socket = encodeURIComponent(path.join(folders.data, 'postgres', 'socket'));
    this.database = new Database({ url: `postgres://holdfast@/holdfast?host=${socket}&port=5432`, log: silentLog });
    this.#child = child;
    this.#output = output;
    this.#witness = witness;
    this.#env = env;
    this.#token = token;
  }

  static async start(witness: Witness, settings: WatchedSettings): Promise<WatchedProduct> {
    const folders = await makeFolders(settings);
    const env = {
      HOLDFAST_DATA: folders.data,
      HOLDFAST_PORT: '0',
      HOLDFAST_SAMPLE: 'off',
      HOLDFAST_GRACE_MS: '1000',
      HOLDFAST_SECRETS_FOLDER: path.join(folders.outside, 'secrets'),
      HOLDFAST_CA_FILE: path.join(folders.outside, 'authorities.pem'),
      ...settings.env,
    };
    const child = spawnHoldfast(['start'], env);
    process.once('exit', () => child.kill('SIGTERM'));
    const output = collectOutput(child);
    await eventually(() => (isReady(child, output()) ? true : undefined), {
      what: 'the product is ready',
      withinMs: START_TIMEOUT_MS,
    });
    const token = (await readFile(path.join(folders.data, 'cli.token'), 'utf8')).trim();
    witness.guard(readCanary('first API token', token, TOKEN_SHOWN));
    const product = new WatchedProduct({ child, output, token, folders, witness, env });
    await product.guardKeys();
    return product;
  }

  /** The key-encryption keys, as they lie in the key file now. */
  async guardKeys(): Promise<void> {
    const lines = (await readFile(path.join(this.data, 'master.key'), 'utf8'))
      .split(/\s+/)
      .filter((line) => line !== '');
    for (const [at, line] of lines.entries()) {
      const name = `key-encryption key ${line.slice(0, 4)} (line ${at + 1})`;
      this.#witness.guard(byteCanary(name, line, Buffer.from(line, 'base64')));
    }
  }

  /** One call, whose whole answer is kept. */
  async ask(method: string, target: string, options: AskOptions = {}): Promise<WatchedAnswer> {
    const { body, as = 'token', headers = {} } = options;
    const isPlain = body === undefined || typeof body === 'string';
    const answer = await fetch(`${this.url}${target}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
      headers: {
        ...(as === 'token' ? { authorization: `Bearer ${this.#token}` } : {}),
        ...(as === 'person' ? { cookie: this.person, 'sec-fetch-site': 'same-origin' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isPlain ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const read = { status: answer.status, json: readJson(text), text, cookies: answer.headers.getSetCookie() };
    this.#keep(`answer to ${method} ${target.split('?')[0]}`, { answer, read, options });
    return read;
  }

  /**
   * A cookie is a secret that only its own header may carry. Where it is signed, the signature is what makes it good: the
   * name of a session in front of it stands in the table of sessions.
   */
  #keep(where: string, kept: { answer: Response; read: WatchedAnswer; options: AskOptions }): void {
    const { answer, read, options } = kept;
    for (const cookie of read.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      const [first, signature = first] = decodeURIComponent(value).split('.') as [string, string?];
      const secret = name.includes('session_token') ? signature : first;
      if (secret.length > 20) this.#witness.guard(readCanary(`cookie ${name} ${secret.slice(0, 4)}…`, secret));
    }
    const given = (read.json === undefined ? [] : (options.gives?.(read.json) ?? [])).map((canary) => {
      this.#witness.guard(canary);
      return canary.name;
    });
    const head = [...answer.headers].filter(([name]) => name !== 'set-cookie').map((pair) => pair.join(': '));
    this.#witness.see(where, `${answer.status}\n${head.join('\n')}\n\n${read.text}`, given);
  }

  /** As `ask`, for what must go well. */
  async demand(method: string, target: string, options: AskOptions = {}): Promise<Json> {
    const { status, json, text } = await this.ask(method, target, options);
    if (status >= 300) throw new Error(`${method} ${target} was answered ${status}: ${text.slice(0, 1_500)}`);
    return json;
  }

  /** Runs a command as the operator does, in this process, and keeps what it prints. */
  async command(args: readonly string[], input = ''): Promise<number> {
    const lines: string[] = [];
    const code = await runCommandLine(args, {
      loadConfig: () => readConfig({ env: this.#env, readFile: (file) => readFileSync(file, 'utf8') }),
      out: (line) => lines.push(line),
      err: (line) => lines.push(line),
      readInput: async (file) => (file === '-' ? Buffer.from(input) : readFile(file)),
    });
    this.#witness.see(`command ${args.join(' ')}`, lines.join('\n'));
    return code;
  }

  /** Puts a file outside of the data folder, as a person who works with it does; gives its path. */
  async putFile(name: string, text: string): Promise<string> {
    const file = path.join(this.#outside, name);
    await writeFile(file, text, { mode: 0o600 });
    return file;
  }

  /** The present key-encryption key. */
  async masterKey(): Promise<string> {
    return ((await readFile(path.join(this.data, 'master.key'), 'utf8')).split('\n')[0] ?? '').trim();
  }

  /** Listens to the live stream, and keeps what comes, until the product ends. */
  listen(): void {
    void this.ask('GET', '/api/v1/live').catch(() => undefined);
  }

  /** Everything that the process wrote but what it shows once. */
  output(): string {
    let text = this.#output();
    for (const form of SHOWN_ONCE) {
      const shown = [...text.matchAll(form)].length;
      if (shown !== 1) throw new Error(`What is shown once was shown ${shown} times: ${form}`);
      text = text.replace(form, '');
    }
    return text;
  }

  /** Ends the process; the data folder stays. */
  async end(): Promise<void> {
    await this.database.close();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    await ended;
  }

  async remove(): Promise<void> {
    await this.end();
    await Promise.all([this.data, this.#outside].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

interface Folders {
  readonly data: string;
  readonly outside: string;
}

async function makeFolders({ ports, secretFiles, certificates }: WatchedSettings): Promise<Folders> {
  const data = await mkdtemp(path.join(tmpdir(), 'holdfast-canary-'));
  // The database's own user has to pass through; otherwise its files would lie elsewhere.
  await chmod(data, PASSAGE_FOLDER);
  const allow = ['127.0.0.1', 'localhost'].map((host) => ({ host, ports, loopback: true }));
  await writeFile(path.join(data, 'holdfast.config.json'), JSON.stringify({ egress: { allow } }));
  const outside = await mkdtemp(path.join(tmpdir(), 'holdfast-canary-outside-'));
  await mkdir(path.join(outside, 'secrets'));
  for (const [name, text] of Object.entries(secretFiles)) {
    await writeFile(path.join(outside, 'secrets', name), text, { mode: 0o600 });
  }
  await writeFile(path.join(outside, 'authorities.pem'), certificates.join('\n'));
  return { data, outside };
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

function isReady(child: ChildProcess, output: string): boolean {
  if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}:\n${output}`);
  return output.includes('process.ready');
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
