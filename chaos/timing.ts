/** Resolves after a while; keeps the process alive meanwhile. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again and again until the answer is true; throws with `what` when that takes too long. */
export async function untilTrue(
  what: string,
  ask: () => Promise<boolean>,
  { timeoutMs, everyMs = 100 }: { readonly timeoutMs: number; readonly everyMs?: number },
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!(await ask())) {
    if (performance.now() > deadlineMs) throw new Error(`${what} did not come about within ${timeoutMs} ms.`);
    await pause(everyMs);
  }
}
