/**
 * The log as a port: one call is one wide line. `fields` hold ids, counts, codes and timings; never payloads.
 */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Swallows everything: for tests and for commands that print for people. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
