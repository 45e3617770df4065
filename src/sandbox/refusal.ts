import { AppError, type ErrorKind } from '../foundation/index.ts';
import type { Refusal } from './vendor.ts';

const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  denied: 401,
  missing: 404,
  conflict: 409,
  throttled: 429,
  unavailable: 507,
  upstream: 502,
  bug: 500,
};

/** The refusal that an error stands for. Broken JSON is 400 rather than 422; what nobody meant to throw is 500. */
export function refusalFrom(error: unknown): Refusal {
  if (error instanceof AppError) {
    const status = error.code.startsWith('foundation.json.') ? 400 : STATUS_OF_KIND[error.kind];
    return { status, code: error.code, message: error.publicMessage, problems: error.problems };
  }
  const status = statusOf(error);
  const message = status < 500 && error instanceof Error ? error.message : 'Something went wrong in the stand-in.';
  return { status, code: `http.${status}`, message, problems: [] };
}

/** Errors of the HTTP layer, such as an unknown content type, carry their status. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status <= 599 ? status : 500;
}
