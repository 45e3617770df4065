/**
 * The log of the process on standard output: one line of JSON an event, or a line for people where a person looks on.
 * A log that cannot be written (disk full, reader gone) never stands in the way of a run.
 */
import { pino } from 'pino';
import { AppError, type Log, type LogFields } from '../foundation/index.ts';
import { LogLines } from './log-lines.ts';
import { printable } from './terminal-text.ts';

export type LogLevel = 'info' | 'warn' | 'error' | 'silent';

/** A log with an end: what is still in memory is written by `flush`. */
export interface ProcessLog extends Log {
  flush(): void;
}

/** Of one value in a line for people. */
const MAX_VALUE_CHARACTERS = 500;
const LEVELS = { info: 30, warn: 40, error: 50, silent: 100 } as const;

/** Field names whose values are never logged, whatever they hold. */
const SECRET_FIELDS = new Set(['authorization', 'credential', 'password', 'secret', 'token', 'key', 'cookie']);
const MASK = '[redacted]';

/** Makes the log; `isForPeople` chooses short readable lines. */
export function makeProcessLog(options: { level: LogLevel; isForPeople: boolean }): ProcessLog {
  return options.isForPeople ? makeReadableLog(options.level) : makeJsonLog(options.level);
}

function makeJsonLog(level: LogLevel): ProcessLog {
  const lines = new LogLines(makeDestination());
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: makeTimestamp(),
      messageKey: 'event',
      formatters: { level: (label) => ({ level: label }) },
    },
    lines,
  );
  return {
    info: (event, fields) => logger.info(plainFields(fields), event),
    warn: (event, fields) => logger.warn(plainFields(fields), event),
    error: (event, fields) => logger.error(plainFields(fields), event),
    flush: () => lines.flush(),
  };
}

function makeDestination(): ReturnType<typeof pino.destination> {
  const destination = pino.destination({ dest: 1, sync: false });
  destination.on('error', () => undefined);
  return destination;
}

/** The field `time`; many lines fall into one millisecond, and the text is made once for it. */
function makeTimestamp(): () => string {
  let [atMs, text] = [0, ''];
  return () => {
    const nowMs = Date.now();
    if (nowMs !== atMs) [atMs, text] = [nowMs, `,"time":"${new Date(nowMs).toISOString()}"`];
    return text;
  };
}

function makeReadableLog(level: LogLevel): ProcessLog {
  const write = (severity: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}) => {
    if (LEVELS[severity] < LEVELS[level]) return;
    const time = new Date().toISOString().slice(11, 19);
    process.stdout.write(`${time} ${severity.padEnd(5)} ${event}${readableFields(fields)}\n`);
  };
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    flush: () => undefined,
  };
}

/** A line is written for every attempt, so this walks the fields once and copies nothing it need not. */
function plainFields(fields: LogFields = {}): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) plain[name] = SECRET_FIELDS.has(name) ? MASK : plainValue(fields[name]);
  return plain;
}

function readableFields(fields: LogFields): string {
  return Object.entries(plainFields(fields))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${shortText(value)}`)
    .join('');
}

function shortText(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MAX_VALUE_CHARACTERS);
}

/** An error as fields: its code and what only the log may know. Other objects are masked one level down. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof AppError) {
    const { code, publicMessage, detail, context, cause } = value;
    return { code, message: publicMessage, detail, context, cause: cause === undefined ? undefined : String(cause) };
  }
  if (value instanceof Error) return value.stack ?? String(value);
  if (Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, SECRET_FIELDS.has(name) ? MASK : inner]),
  );
}
