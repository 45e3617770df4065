/** Samples for imports.test.ts. */

/** One file that breaks a rule, or stays within all of them. */
export interface Sample {
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

/** Rule → files that break it, each put alone into a small world in which nothing is forbidden. */
export const FORBIDDEN: Readonly<Record<string, readonly Sample[]>> = {
  room: [
    {
      title: 'a lower room imports a higher one',
      path: 'src/db/x.ts',
      text: "import { thing } from '../runs/index.ts';",
    },
    {
      title: 'a room imports one beside it',
      path: 'src/triggers/x.ts',
      text: "import { thing } from '../alerts/index.ts';",
    },
    {
      title: 'a type-only import goes upward',
      path: 'src/flows/x.ts',
      text: "import type { Thing } from '../runs/index.ts';",
    },
    {
      title: 'a type is asked for inline',
      path: 'src/flows/x.ts',
      text: "export type X = import('../runs/index.ts').Thing;",
    },
    { title: 'a re-export goes upward', path: 'src/flows/x.ts', text: "export { thing } from '../runs/index.ts';" },
    {
      title: 'the work on runs opens the vault',
      path: 'src/runs/x.ts',
      text: "import { thing } from '../vault/index.ts';",
    },
    {
      title: 'the API reaches the database',
      path: 'src/api/x.ts',
      text: "import type { Thing } from '../db/index.ts';",
    },
    {
      title: "a connector takes more than outbound's types",
      path: 'src/connectors/x.ts',
      text: "import { thing } from '../outbound/index.ts';",
    },
    {
      title: "the sandbox takes more than the API's client",
      path: 'src/sandbox/x.ts',
      text: "import { thing } from '../api/index.ts';",
    },
    { title: 'a room has no row', path: 'src/attic/x.ts', text: "import { thing } from '../foundation/index.ts';" },
  ],
  door: [
    {
      title: 'a room is entered by a back door',
      path: 'src/runs/x.ts',
      text: "import { thing } from '../flows/thing.ts';",
    },
    {
      title: 'a script enters by a back door',
      path: 'scripts/x.ts',
      text: "import { thing } from '../src/db/thing.ts';",
    },
    {
      title: 'a test enters by a back door',
      path: 'src/runs/x.test.ts',
      text: "import { thing } from '../db/thing.ts';",
    },
  ],
  'own-index': [
    {
      title: 'a file imports the index of its own room',
      path: 'src/runs/x.ts',
      text: "import { thing } from './index.ts';",
    },
  ],
  connector: [
    {
      title: 'a connector imports another connector',
      path: 'src/connectors/crm/x.ts',
      text: "import type { Thing } from '../http/thing.ts';",
    },
  ],
  store: [
    {
      title: 'a service between the layers runs its own SQL',
      path: 'src/runs/worker.ts',
      text: "import { thing } from '../db/index.ts';",
    },
  ],
  cycle: [
    { title: 'two files import each other', path: 'src/runs/thing.ts', text: "export { b } from './b.ts';" },
    {
      title: 'two files know each other by type alone',
      path: 'src/runs/thing.ts',
      text: "import type { B } from './b.ts';",
    },
  ],
  package: [
    { title: 'a room besides db imports pg', path: 'src/runs/x.store.ts', text: "import pg from 'pg';" },
    {
      title: 'a room besides outbound imports undici',
      path: 'src/api/x.ts',
      text: "import { request } from 'undici';",
    },
    { title: 'a subpath is still the package', path: 'src/api/x.ts', text: "import x from 'pg/lib/client.js';" },
    { title: 'nobody has opened the package', path: 'src/app/x.ts', text: "import left from 'left-pad';" },
    {
      title: 'a package of the tests comes into the product',
      path: 'src/app/x.ts',
      text: "import fc from 'fast-check';",
    },
  ],
  builtin: [
    { title: 'a room besides outbound opens sockets', path: 'src/runs/x.ts', text: "import net from 'node:net';" },
    {
      title: 'a room besides outbound asks DNS',
      path: 'src/triggers/x.ts',
      text: "import { lookup } from 'node:dns/promises';",
    },
    {
      title: 'a room besides app and db reads files',
      path: 'src/flows/x.ts',
      text: "import { readFile } from 'node:fs/promises';",
    },
    {
      title: 'a room besides app and db starts processes',
      path: 'src/api/x.ts',
      text: "import { spawn } from 'node:child_process';",
    },
    {
      title: 'the browser loads a built-in',
      path: 'src/language/x.ts',
      text: "import { createHash } from 'node:crypto';",
    },
    {
      title: 'a type of a built-in reaches the browser',
      path: 'src/foundation/x.ts',
      text: "import type { Buffer } from 'node:buffer';",
    },
    {
      title: 'a cipher is used outside the vault',
      path: 'src/runs/x.ts',
      text: "import { createCipheriv } from 'node:crypto';",
    },
    {
      title: 'all of node:crypto is taken at once',
      path: 'src/runs/x.ts',
      text: "import * as crypto from 'node:crypto';",
    },
    { title: 'code runs in node:vm', path: 'src/app/x.ts', text: "import vm from 'node:vm';" },
    {
      title: 'require comes in through node:module',
      path: 'src/app/x.ts',
      text: "import { createRequire } from 'node:module';",
    },
  ],
  network: [
    {
      title: 'fetch is called outside outbound',
      path: 'src/runs/x.ts',
      text: "export const x = () => fetch('https://a.example');",
    },
    {
      title: 'fetch hides behind globalThis',
      path: 'src/runs/x.ts',
      text: "export const x = () => globalThis.fetch('u');",
    },
    { title: 'fetch is handed on', path: 'src/runs/x.ts', text: 'export const x = { send: fetch };' },
    { title: 'fetch is handed on under a type', path: 'src/runs/x.ts', text: 'export const x = fetch as unknown;' },
    { title: 'fetch is taken out of globalThis', path: 'src/api/x.ts', text: 'const { fetch } = globalThis;' },
    {
      title: 'a web socket is opened',
      path: 'src/api/x.ts',
      text: "export const x = () => new WebSocket('wss://a.example');",
    },
  ],
  environment: [
    {
      title: 'the environment is read beside the settings',
      path: 'src/app/main.ts',
      text: "export const x = process.env['A'];",
    },
    { title: 'the environment is taken out of process', path: 'src/app/x.ts', text: 'const { env } = process;' },
    { title: 'the environment is spelt in brackets', path: 'src/db/x.ts', text: "export const x = process['env'];" },
    { title: 'process hides behind globalThis', path: 'src/db/x.ts', text: 'export const x = globalThis.process.env;' },
  ],
  browser: [
    {
      title: 'the browser meets Buffer',
      path: 'src/foundation/x.ts',
      text: "export const x = () => Buffer.from('a');",
    },
    { title: 'the browser meets process', path: 'src/language/x.ts', text: 'export const x = () => process.hrtime();' },
  ],
  cipher: [
    {
      title: 'WebCrypto is used outside the vault',
      path: 'src/access/x.ts',
      text: 'export const x = () => crypto.subtle;',
    },
  ],
  'code-from-text': [
    { title: 'eval is called', path: 'src/language/x.ts', text: "export const x = () => eval('1');" },
    {
      title: 'a function is made from text',
      path: 'src/language/x.ts',
      text: "export const x = () => new Function('return 1');",
    },
    {
      title: 'eval is called by way of globalThis',
      path: 'src/app/x.ts',
      text: "export const x = () => globalThis.eval('1');",
    },
  ],
  'no-dynamic-import': [
    {
      title: 'a file is loaded in the middle of work',
      path: 'src/app/x.ts',
      text: "export const x = () => import('node:path');",
    },
  ],
  'no-tests': [{ title: 'the product imports a test', path: 'src/runs/x.ts', text: "import './thing.test.ts';" }],
  'no-tooling': [
    {
      title: 'the product imports a script',
      path: 'src/runs/x.ts',
      text: "import { tool } from '../../scripts/tool.ts';",
    },
  ],
  'import-count': [
    {
      title: 'a file imports sixteen others',
      path: 'src/app/x.ts',
      text: Array.from({ length: 16 }, (_, index) => `import 'node:a${index}';`).join('\n'),
    },
  ],
  unresolved: [
    { title: 'an import points at nothing', path: 'src/runs/x.ts', text: "import { gone } from './gone.ts';" },
  ],
};

/** Files that come near a rule without breaking it. */
export const ALLOWED: readonly Sample[] = [
  {
    title: 'a higher room imports a lower one',
    path: 'src/runs/x.ts',
    text: "import { thing } from '../flows/index.ts';",
  },
  {
    title: 'a connector takes types of outbound',
    path: 'src/connectors/x.ts',
    text: "import type { Thing } from '../outbound/index.ts';",
  },
  { title: 'a store uses the database', path: 'src/runs/x.store.ts', text: "import { thing } from '../db/index.ts';" },
  {
    title: 'a service names the type of a transaction',
    path: 'src/runs/x.ts',
    text: "import type { Thing } from '../db/index.ts';",
  },
  { title: 'the wiring uses the database', path: 'src/app/wire.ts', text: "import { thing } from '../db/index.ts';" },
  {
    title: "the sandbox takes the API's client",
    path: 'src/sandbox/x.ts',
    text: "import { client } from '../api/client.ts';",
  },
  { title: 'a room hashes', path: 'src/runs/x.ts', text: "import { createHmac, timingSafeEqual } from 'node:crypto';" },
  { title: 'the vault uses a cipher', path: 'src/vault/x.ts', text: "import { createCipheriv } from 'node:crypto';" },
  {
    title: 'the settings read the environment',
    path: 'src/app/config.ts',
    text: "export const x = () => process.env['A'];",
  },
  {
    title: 'a member is called fetch',
    path: 'src/runs/x.ts',
    text: 'export const x = (store: { fetch(): void }) => store.fetch();',
  },
  { title: 'a type is called Function', path: 'src/runs/x.ts', text: 'export type X = Function;' },
  {
    title: 'a test apart from the rooms looks inside',
    path: 'test/x.ts',
    text: "import { thing } from '../src/db/thing.ts';",
  },
  {
    title: 'a test imports any room by its index',
    path: 'src/db/x.test.ts',
    text: "import { thing } from '../runs/index.ts';",
  },
];
