import { AppError } from '../foundation/index.ts';

/** One finding of `holdfast doctor`, in words. */
export interface CheckResult {
  readonly name: string;
  readonly isOk: boolean;
  readonly detail: string;
}

/** Makes a check; one that breaks is a finding. */
export async function tryCheck(name: string, check: () => CheckResult | Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check();
  } catch (error) {
    return broken(name, error);
  }
}

/** The finding that a check could not be made. */
export function broken(name: string, error: unknown): CheckResult {
  const detail = error instanceof AppError ? `${error.publicMessage} ${error.fix}` : String(error);
  return { name, isOk: false, detail };
}
