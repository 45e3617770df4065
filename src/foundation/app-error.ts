/**
 * The one error class of Holdfast. Everything thrown on purpose is an `AppError`; what is not one is a bug.
 *
 * `kind` says whose move it is and thereby the HTTP status, the log level and the default retry.
 */

export type ErrorKind =
  | 'invalid'
  | 'denied'
  | 'missing'
  | 'conflict'
  | 'throttled'
  | 'unavailable'
  | 'upstream'
  | 'bug';

/** The HTTP status of a kind (RFC 9110, 15.5 and 15.6), where neither the code nor the door says more. */
export const STATUS_BY_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  denied: 403,
  missing: 404,
  conflict: 409,
  throttled: 429,
  unavailable: 503,
  upstream: 502,
  bug: 500,
};

/** One row of a room's error table: the code's kind and the sentences a person reads. */
export interface ErrorEntry {
  readonly kind: ErrorKind;
  /** One sentence that says what is wrong; `{name}` is filled from the error's context. */
  readonly message: string;
  /** What the person can do about it. */
  readonly fix: string;
}

export type ErrorTable = Readonly<Record<string, ErrorEntry>>;

/** A problem inside a document or a request body: where, what, and how to mend it. */
export interface Problem {
  /** RFC 6901 JSON pointer into the document that was given. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

export interface AppErrorOptions {
  /** Fills `{name}` in the sentences and is logged: ids and names only, never payloads or secrets. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  /** For the log only; never leaves the server. */
  readonly detail?: string;
  readonly cause?: unknown;
  readonly problems?: readonly Problem[];
  /** Seconds after which the caller may try again; kinds `throttled` and `unavailable`. */
  readonly retryAfterSeconds?: number;
}

export class AppError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly publicMessage: string;
  readonly fix: string;
  readonly detail: string | undefined;
  readonly context: Readonly<Record<string, string | number | boolean>>;
  readonly problems: readonly Problem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, entry: ErrorEntry, options: AppErrorOptions = {}) {
    const context = options.context ?? {};
    const publicMessage = fillSentence(entry.message, context);
    super(`${code}: ${publicMessage}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.kind = entry.kind;
    this.publicMessage = publicMessage;
    this.fix = fillSentence(entry.fix, context);
    this.detail = options.detail;
    this.context = context;
    this.problems = options.problems ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/**
 * Makes the throwing function of one room from its error table, so that a code that is not in the table does not
 * compile: `export const fail = errorsOf(RUNS_ERRORS)`, then `throw fail('runs.run.not_found', { context: { runId } })`.
 */
export function errorsOf<T extends ErrorTable>(
  table: T,
): (code: keyof T & string, options?: AppErrorOptions) => AppError {
  return (code, options) => new AppError(code, table[code] as ErrorEntry, options);
}

/** True for an `AppError`, optionally of one code. */
export function isAppError(error: unknown, code?: string): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** Throws kind `bug` when what must hold does not: a broken invariant is never carried on with. */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (condition) return;
  throw new AppError('foundation.invariant.broken', FOUNDATION_ERRORS['foundation.invariant.broken'], {
    detail: sentence,
    context: { invariant: sentence },
  });
}

export const FOUNDATION_ERRORS = {
  'foundation.invariant.broken': {
    kind: 'bug',
    message: 'Holdfast found itself in a state that must not exist: {invariant}',
    fix: 'This is a defect of Holdfast. Please report it with the log line of this error.',
  },
} as const satisfies ErrorTable;

function fillSentence(sentence: string, context: Readonly<Record<string, string | number | boolean>>): string {
  return sentence.replaceAll(/\{(\w+)\}(\.?)/g, (whole, name: string, stop: string) => {
    const value = context[name];
    if (value === undefined) return whole;
    const text = String(value);
    // What is put in may be a sentence itself.
    return /[.!?]$/.test(text) ? text : `${text}${stop}`;
  });
}
