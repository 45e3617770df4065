/** Sends a bomb to the product and watches, while its run is under way, whether anything else gets an answer. */
import assert from 'node:assert/strict';
import { eventually } from './eventually.ts';
import type { Product } from './product.ts';
import { type FlowParts, flowDocument, type Hook, post, publish } from './webhook-flow.ts';

/**
 * While one run computes, the others wait. A bomb that goes off takes minutes or the process with it; a quarter of a minute
 * tells the two apart on a machine that is busy with other tests as well.
 */
const MAX_BLOCKED_MS = 15_000;
const END_WITHIN_MS = 20_000;
const UNDER_WAY = ['queued', 'running', 'waiting'];

export interface BombCase {
  readonly name: string;
  readonly flow: FlowParts;
  /** The event's body. */
  readonly event: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the run ends; without it, either is fine as long as it ends. */
  readonly state?: 'succeeded' | 'dead_lettered';
}

/** Publishes the flow, sends its event, and holds that the run ends, in time and as it should. */
export async function assertEnds(product: Product, bomb: BombCase, flow: string): Promise<void> {
  const hook = await publish(product, flowDocument(flow, bomb.flow));
  let isOver = false;
  const ended = explode(product, bomb, hook).finally(() => {
    isOver = true;
  });
  const [blockedMs] = await Promise.all([watchLife(product, () => isOver), ended]);
  assert.ok(blockedMs < MAX_BLOCKED_MS, `the process did not answer for ${Math.round(blockedMs)} ms`);
  assert.equal((await product.call('GET', `/api/v1/runs?flow=${flow}`)).status, 200);
}

/** Asks for a sign of life again and again; gives back the longest that one took. */
async function watchLife(product: Product, isOver: () => boolean): Promise<number> {
  let longest = 0;
  do {
    const startedAt = performance.now();
    const answer = await product.call('GET', '/api/health/live', { token: null });
    assert.equal(answer.status, 200);
    longest = Math.max(longest, performance.now() - startedAt);
  } while (!isOver());
  return longest;
}

async function explode(product: Product, { event, headers = {}, state }: BombCase, hook: Hook): Promise<void> {
  const answer = await post(product, hook, { body: event, headers });
  if (state === undefined && answer.status >= 400 && answer.status < 500) return;
  assert.equal(answer.status, 202, answer.text.slice(0, 500));
  const run = await endOf(product, answer.json.runId);
  assert.ok(
    run.state === state || (state === undefined && ['succeeded', 'dead_lettered'].includes(run.state)),
    JSON.stringify(run),
  );
  if (run.state === 'succeeded') return;
  assert.notEqual(run.problem.code, 'runs.step.broke', run.problem.message);
  assert.ok(run.problem.message.length < 5_000, `a problem of ${run.problem.message.length} characters`);
}

/** From the list, because a whole run may be large. */
async function endOf(
  product: Product,
  id: string,
): Promise<{ state: string; problem: { code: string; message: string } }> {
  return eventually(
    async () => {
      const { json, status, text } = await product.call('GET', '/api/v1/runs?limit=5');
      assert.equal(status, 200, text.slice(0, 500));
      const run = json.runs.find((row: { id: string }) => row.id === id);
      return run === undefined || UNDER_WAY.includes(run.state) ? undefined : run;
    },
    { what: `run ${id} ends`, withinMs: END_WITHIN_MS },
  );
}
