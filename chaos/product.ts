/**
 * The product under test, as an operator runs it: one `serve`, two `work`, a PostgreSQL of their own, and a workspace
 * whose connections and flows were made through the API.
 */
import path from 'node:path';
import { type ChaosFlow, chaosFlows } from './chaos-flows.ts';
import { findFreePort } from './free-port.ts';
import { PostgresServer } from './postgres-server.ts';
import type { FaultTargets } from './process-faults.ts';
import { isReady } from './product-api.ts';
import { ProductProcess } from './product-process.ts';
import { productEnv } from './product-settings.ts';
import type { Hook } from './sender.ts';
import { withShortKeys } from './short-keys.ts';
import type { Stage } from './stage.ts';
import { installStaleWriteAlarm } from './stale-write-alarm.ts';
import { pause, untilTrue } from './timing.ts';
import type { Vendor } from './vendor.ts';
import { makeWorkspace, seedVendor } from './workspace.ts';

const START_TIMEOUT_MS = 30_000;
/** How soon a process that ended by itself is started again, as a supervisor would. */
const SUPERVISE_EVERY_MS = 300;

interface Parts {
  readonly url: string;
  readonly postgres: PostgresServer;
  readonly api: ProductProcess;
  readonly workers: readonly ProductProcess[];
  readonly flows: readonly ChaosFlow[];
  readonly hooks: ReadonlyMap<string, Hook>;
}

export class Product {
  readonly url: string;
  readonly postgres: PostgresServer;
  readonly api: ProductProcess;
  readonly workers: readonly ProductProcess[];
  readonly flows: readonly ChaosFlow[];
  /** Where the events of each flow go, by the flow's name. */
  readonly hooks: ReadonlyMap<string, Hook>;
  /** Processes that ended although nobody killed them, one entry each time. */
  readonly selfEndings: string[] = [];
  #isKeptAlive = true;

  private constructor(parts: Parts) {
    this.url = parts.url;
    this.postgres = parts.postgres;
    this.api = parts.api;
    this.workers = parts.workers;
    this.flows = parts.flows;
    this.hooks = parts.hooks;
  }

  /** Starts everything from the source below `root` and waits until it takes events. */
  static async start(stage: Stage, { root, vendor }: { root: string; vendor: Vendor }): Promise<Product> {
    const postgres = await PostgresServer.make(stage);
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const env = await productEnv(stage, { databaseUrl: postgres.url, port, vendorUrl: vendor.url });
    const command = (name: string): ProductProcess => {
      const [role = name] = name.split('-');
      const main = path.join(root, 'src', 'app', 'main.ts');
      return new ProductProcess(stage, { name, command: [process.execPath, main, role], env });
    };
    const api = command('serve');
    const workers = [command('work-1'), command('work-2')];
    await api.start();
    await untilTrue('the API', () => isReady(url), { timeoutMs: START_TIMEOUT_MS });
    await installStaleWriteAlarm(postgres.database);
    const usual = chaosFlows(await seedVendor(vendor));
    const flows = vendor.keyLifeSeconds === undefined ? usual : withShortKeys(usual, vendor.keyLifeSeconds);
    const hooks = await makeWorkspace({ url, database: postgres.database, vendor, flows });
    for (const worker of workers) await worker.start();
    return new Product({ url, postgres, api, workers, flows, hooks });
  }

  /** What the faults hit. */
  get targets(): Omit<FaultTargets, 'takeovers'> {
    return { api: this.api, workers: this.workers, database: this.postgres, holderPattern };
  }

  /** Until `stop`: whatever ends by itself is noted and started again. */
  async keepAlive(): Promise<void> {
    while (this.#isKeptAlive) {
      for (const each of [this.api, ...this.workers]) {
        if (!each.hasDied) continue;
        this.selfEndings.push(each.name);
        await each.start();
      }
      await pause(SUPERVISE_EVERY_MS);
    }
  }

  stop(): void {
    this.#isKeptAlive = false;
  }
}

/** A lease names its holder: host, process, start. */
function holderPattern(pid: number): string {
  return `%/${pid}/%`;
}
