/** What was asked of the API is kept here; live changes make it stale, nothing asks on a timer. */
import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../src/api/client.ts';
import { isAppError } from '../../src/foundation/index.ts';

const STALE_MS = 30_000;
const RETRIES = 2;

/** A refusal stays one however often it is asked; only what did not arrive is asked again. */
function decideAgain(failures: number, error: Error): boolean {
  if (error instanceof ApiProblem && error.status < 500) return false;
  return failures < RETRIES && isAppError(error);
}

export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: STALE_MS, retry: decideAgain, refetchOnWindowFocus: true } },
});
