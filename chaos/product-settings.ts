/** The settings under which the processes of the product run. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeMasterKeyText } from '../src/vault/index.ts';
import type { Stage } from './stage.ts';

export interface ProductSettings {
  readonly databaseUrl: string;
  readonly port: number;
  /** What outgoing calls may reach on this machine. */
  readonly vendorUrl: string;
  /** Default `warn`. */
  readonly logLevel?: string;
}

/** Writes configuration and key into the stage's folder; gives the whole environment of a process. */
export async function productEnv(stage: Stage, settings: ProductSettings): Promise<NodeJS.ProcessEnv> {
  const { databaseUrl, port, vendorUrl, logLevel = 'warn' } = settings;
  const data = path.join(stage.folder, 'data');
  const keyFile = path.join(stage.folder, 'master.key');
  const configFile = path.join(stage.folder, 'holdfast.config.json');
  const allow = [{ host: '127.0.0.1', ports: [Number(new URL(vendorUrl).port)], loopback: true }];
  await mkdir(data, { recursive: true });
  await writeFile(keyFile, `${makeMasterKeyText()}\n`, { mode: 0o600 });
  await writeFile(configFile, JSON.stringify({ egress: { allow } }));
  return {
    PATH: process.env.PATH,
    DATABASE_URL: databaseUrl,
    HOLDFAST_DATA: data,
    HOLDFAST_KEY_FILE: keyFile,
    HOLDFAST_CONFIG: configFile,
    HOLDFAST_PORT: String(port),
    HOLDFAST_LOG_LEVEL: logLevel,
    // A process that is started every few seconds need not be compiled every time.
    NODE_COMPILE_CACHE: path.join(stage.folder, 'compile-cache'),
  };
}
