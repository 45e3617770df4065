import type { Log } from './log.ts';

/** A long-lived part of the process. `start` and `stop` may be called twice, and `stop` before `start`. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts services in order; when one fails, those already started are stopped again and its error is thrown. */
export async function startAll(services: readonly Service[], log: Log): Promise<void> {
  const started: Service[] = [];
  for (const service of services) {
    try {
      await service.start();
    } catch (error) {
      await stopAll(started, log);
      throw error;
    }
    started.push(service);
  }
}

/** Stops services in reverse order. One that fails to stop is logged and does not keep the others alive. */
export async function stopAll(services: readonly Service[], log: Log): Promise<void> {
  for (const service of services.toReversed()) {
    try {
      await service.stop();
    } catch (error) {
      log.error('service.stop_failed', { service: service.name, error: String(error) });
    }
  }
}
