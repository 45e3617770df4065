/** Keeps samples within their bounds and without a secret of the flow's own connections in them. */
import type { ConnectionBook } from '../connections/index.ts';
import type { Database, Tx } from '../db/index.ts';
import { type JsonValue, stringifyJson, type WorkspaceId } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { otherSampleBytes, putSample } from './sample.store.ts';
import type { EventFacts, SampleFlow, SampleOrigin } from './sample.ts';
import { MAX_FLOW_SAMPLE_BYTES, MAX_SAMPLE_BYTES, TRIGGER_KEY } from './sample.ts';

/** Connections whose credentials are looked for in what a person gives. */
const MAX_MASKED_CONNECTIONS = 20;

export interface SampleKeeperDeps {
  readonly database: Database;
  readonly connections: ConnectionBook;
}

/** A sample that somebody, or a trial, wants kept. */
export interface KeptSample {
  /** Undefined: the trigger's. */
  readonly stepKey: string | undefined;
  readonly output: JsonValue;
  readonly origin: SampleOrigin;
  readonly isPinned: boolean;
  readonly fingerprint: string | null;
  readonly event?: EventFacts;
  readonly note: string;
  readonly madeBy: string;
}

export class SampleKeeper {
  readonly #deps: SampleKeeperDeps;

  constructor(deps: SampleKeeperDeps) {
    this.#deps = deps;
  }

  /** Keeps what a trial found, unless the step was pinned meanwhile; throws `trials.sample.too_large`. */
  keepFound(flow: SampleFlow, sample: KeptSample): Promise<void> {
    return this.#deps.database.inTx((tx) => this.#keep(tx, flow, { sample, text: textOf(sample), overPin: false }));
  }

  /** Keeps what a person gives, with the credentials of the connections masked; all of them or none. */
  async keepGiven(flow: SampleFlow, samples: readonly KeptSample[], connectionNames: readonly string[]): Promise<void> {
    const mask = await this.#maskOf(flow.workspaceId, connectionNames);
    await this.#deps.database.inTx(async (tx) => {
      for (const sample of samples) await this.#keep(tx, flow, { sample, text: mask(textOf(sample)), overPin: true });
    });
  }

  async #keep(
    tx: Tx,
    flow: SampleFlow,
    { sample, text, overPin }: { sample: KeptSample; text: string; overPin: boolean },
  ): Promise<void> {
    const sizeBytes = Buffer.byteLength(text);
    const key = sample.stepKey ?? TRIGGER_KEY;
    if (sizeBytes > MAX_SAMPLE_BYTES) {
      throw fail('trials.sample.too_large', { context: { key, bytes: sizeBytes, limit: MAX_SAMPLE_BYTES } });
    }
    if (sizeBytes + (await otherSampleBytes(tx, flow, sample.stepKey)) > MAX_FLOW_SAMPLE_BYTES) {
      throw fail('trials.sample.too_many_bytes', { context: { limit: MAX_FLOW_SAMPLE_BYTES } });
    }
    const row = { ...sample, output: text, sizeBytes, event: sample.event ?? null };
    await putSample(tx, flow, { sample: row, overPin });
  }

  /** A connection that is gone or cannot be opened has no secret that could be looked for. */
  async #maskOf(workspaceId: WorkspaceId, names: readonly string[]): Promise<(text: string) => string> {
    const opened = await Promise.allSettled(
      names.slice(0, MAX_MASKED_CONNECTIONS).map((name) => this.#deps.connections.open(workspaceId, name)),
    );
    const redactors = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value.redactData] : []));
    return (text) => redactors.reduce((masked, redact) => redact(masked), text);
  }
}

function textOf({ output }: KeptSample): string {
  return stringifyJson(output);
}
