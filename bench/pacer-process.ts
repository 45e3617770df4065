/**
 * An open loop: sends events at a steady rate and never waits for an answer, so that a slow receiver meets as much load as a
 * fast one. Each event carries the moment at which it was sent. Prints one line of JSON at the end.
 */
import { Pool } from 'undici';
import { eventText } from './bench-event.ts';

export interface PacerReport {
  readonly sentCount: number;
  readonly failedCount: number;
  /** How late each event was sent, in milliseconds; large values mean that the rate was not held. */
  readonly latenessMs: readonly number[];
}

async function pace(url: URL, perSecond: number, seconds: number): Promise<PacerReport> {
  const pool = new Pool(url.origin, { connections: 64 });
  const latenessMs: number[] = [];
  const sending: Promise<boolean>[] = [];
  const startedAt = performance.now();
  const total = perSecond * seconds;
  while (latenessMs.length < total) {
    const dueMs = (latenessMs.length * 1_000) / perSecond;
    const waitMs = dueMs - (performance.now() - startedAt);
    if (waitMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      continue;
    }
    latenessMs.push(-waitMs);
    sending.push(send(pool, url.pathname));
  }
  const answered = await Promise.all(sending);
  await pool.close();
  return { sentCount: total, failedCount: answered.filter((isOk) => !isOk).length, latenessMs };
}

async function send(pool: Pool, path: string): Promise<boolean> {
  const sentAt = process.hrtime.bigint();
  const body = eventText(`${process.pid}-${sentAt}`, String(sentAt));
  try {
    const answer = await pool.request({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body });
    await answer.body.dump();
    return answer.statusCode >= 200 && answer.statusCode < 300;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const [url = '', perSecond = '0', seconds = '0'] = process.argv.slice(2);
  const report = await pace(new URL(url), Number(perSecond), Number(seconds));
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
