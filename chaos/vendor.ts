/** The driver's view of the vendor: its records, its switches, and the ledger of what it really did. */
import path from 'node:path';
import type { Stage } from './stage.ts';

/** One thing that the vendor changed, as its ledger shows it. */
export interface VendorEffect {
  readonly seq: number;
  readonly kind: string;
  readonly businessKey: string;
  readonly at: string;
}

export interface VendorSwitch {
  readonly name: string;
  readonly [setting: string]: string | number | boolean;
}

const API_KEY = 'chaos-vendor-key';
const LEDGER_PAGE = 100_000;

export class Vendor {
  readonly url: string;
  readonly apiKey = API_KEY;
  /** How long it remembers an idempotency key; undefined is the day that its documents promise. */
  readonly keyLifeSeconds: number | undefined;

  private constructor(url: string, keyLifeSeconds: number | undefined) {
    this.url = url;
    this.keyLifeSeconds = keyLifeSeconds;
  }

  /** Starts the vendor's process and waits until it listens. */
  static async start(stage: Stage, keyLifeSeconds?: number): Promise<Vendor> {
    const command = [process.execPath, path.join(import.meta.dirname, 'vendor-process.ts'), API_KEY];
    const child = await stage.start('vendor', command, { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (text: Buffer) => resolve(String(text).trim()));
      child.once('exit', () => reject(new Error('The vendor did not start.')));
    });
    const vendor = new Vendor(url, keyLifeSeconds);
    await vendor.mend();
    return vendor;
  }

  /** Calls the vendor's API as anybody could; returns the answer's body. */
  async call(method: string, resource: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.url + resource, {
      method,
      headers: { 'content-type': 'application/json', 'x-api-key': API_KEY },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The vendor answered ${response.status} to ${method} ${resource}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Turns a fault on. */
  async breakBy(setting: VendorSwitch): Promise<void> {
    await this.call('PUT', '/sandbox/switches', setting);
  }

  /** Turns all faults off. That it forgets keys is no fault: its flows know of it. */
  async mend(): Promise<void> {
    await this.call('DELETE', '/sandbox/switches');
    if (this.keyLifeSeconds !== undefined) await this.breakBy({ name: 'key_ttl', ms: this.keyLifeSeconds * 1_000 });
  }

  /** Everything the vendor did, in the order in which it did it. */
  async effects(): Promise<readonly VendorEffect[]> {
    const { effects, total } = await this.call('GET', `/sandbox/ledger?limit=${LEDGER_PAGE}`);
    const listed = effects as VendorEffect[];
    if (listed.length !== total) throw new Error(`The ledger has ${total} effects and showed ${listed.length}.`);
    return listed;
  }
}
