import type { OutboundCode } from './errors.ts';

/**
 * Why there is no connection. Its own class, because undici connects again without end when a connector fails with one
 * of undici's own socket errors.
 */
export class ConnectFailure extends Error {
  readonly problem: OutboundCode;
  /** A code such as `ENOTFOUND` or `CERT_HAS_EXPIRED`. */
  readonly reason: string;

  constructor(problem: OutboundCode, cause?: unknown) {
    const reason = codeOf(cause);
    super(`${problem} (${reason})`, { cause });
    this.problem = problem;
    this.reason = reason;
  }
}

/** The error's code, or `unknown`; never its message, which may hold data of the other side. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown';
}
