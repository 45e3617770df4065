/**
 * One long-lived process from its start to its end: services come up in order, a signal takes them down in reverse, and
 * what nobody caught ends the process, because a supervisor's fresh one is worth more than a confused one.
 */
import { type Log, type Service, startAll, stopAll } from '../foundation/index.ts';
import { EXIT } from './exit-code.ts';

export interface ProcessParts {
  readonly services: readonly Service[];
  readonly log: Log & { flush(): void };
  /** Told before anything stops: the time to become unready. */
  readonly beginStop: () => void;
  /** Told when all services have stopped. */
  readonly close: () => Promise<void>;
  readonly onReady: () => void | Promise<void>;
}

/** Ctrl-C comes twice where a launcher passes on what the terminal sends to all; only a later one is impatience. */
const IMPATIENCE_MS = 700;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const EXIT_BY_SIGNAL = { SIGTERM: 143, SIGINT: 130 } as const;

/** Runs until a signal comes and everything has stopped; gives the exit code. */
export async function runProcess(parts: ProcessParts): Promise<number> {
  const { services, log } = parts;
  catchTheUncaught(log);
  const signalled = untilSignal(log);
  try {
    await startAll(services, log);
    await parts.onReady();
  } catch (error) {
    await stopAll(services, log);
    await parts.close();
    throw error;
  }
  const signal = await signalled;
  log.info('process.stopping', { signal });
  parts.beginStop();
  await stopAll(services, log);
  await parts.close();
  log.info('process.stopped');
  log.flush();
  return EXIT.ok;
}

/** Resolves with the first signal; a second one ends the process at once. */
function untilSignal(log: { flush(): void }): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        firstAt ??= performance.now();
        resolve(signal);
        if (performance.now() - firstAt < IMPATIENCE_MS) return;
        log.flush();
        process.exit(EXIT_BY_SIGNAL[signal]);
      });
    }
  });
}

function catchTheUncaught(log: Log & { flush(): void }): void {
  const end = (event: string) => (error: unknown) => {
    log.error(event, { error });
    log.flush();
    process.exit(EXIT.bug);
  };
  process.on('uncaughtException', end('process.uncaught_exception'));
  process.on('unhandledRejection', end('process.unhandled_rejection'));
}
