/**
 * A worker that ends itself with SIGKILL at one moment of its first attempt: the child of `crash-points.pg.test.ts`.
 * What is asked of it stands in the environment variable CRASH as JSON.
 */
import net from 'node:net';
import { makeEngine } from '../engine.ts';

export type CrashPoint =
  | 'before_intent'
  | 'after_intent'
  | 'mid_send'
  | 'after_send'
  | 'after_head'
  | 'after_body'
  | 'after_commit';

export interface CrashOrder {
  readonly url: string;
  readonly masterKey: string;
  readonly port: number;
  readonly point: CrashPoint;
}

/** The phase of an attempt at which each point lies; the others are reached by other means. */
const PHASES: Partial<Record<CrashPoint, string>> = {
  before_intent: 'before_intent',
  after_intent: 'after_intent',
  after_send: 'sent',
  after_head: 'head',
  after_body: 'body',
};

if (import.meta.main) await crash(JSON.parse(process.env.CRASH ?? '{}') as CrashOrder);

async function crash(order: CrashOrder): Promise<void> {
  const { url, masterKey, port, point } = order;
  const engine = await makeEngine({
    url,
    masterKey,
    ports: [port],
    observe: (phase) => {
      if (phase === PHASES[point]) die();
    },
    afterRecord: (isRunLeaving) => {
      if (point === 'after_commit' && isRunLeaving) die();
    },
    ...(point === 'mid_send' ? { openTcp: openHalfWritingSocket } : {}),
  });
  await engine.worker.runOnce();
  console.error(`the worker ended by itself: it never came to ${point}`);
  process.exit(3);
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Writes the first half of the first thing it is given, waits until the kernel has it, and ends the process. */
function openHalfWritingSocket(options: net.TcpNetConnectOpts): net.Socket {
  const socket = net.connect(options);
  const write = socket.write.bind(socket) as (chunk: Uint8Array, done: () => void) => boolean;
  socket.write = ((chunk: string | Uint8Array) => {
    const bytes = Buffer.from(chunk as string);
    return write(bytes.subarray(0, Math.ceil(bytes.length / 2)), die);
  }) as typeof socket.write;
  return socket;
}
