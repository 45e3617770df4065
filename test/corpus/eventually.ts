/** Waiting for what another process does, which sends no event to wait on. */

const LOOK_EVERY_MS = 40;
const DEFAULT_WITHIN_MS = 15_000;

/** Asks until there is an answer other than undefined; throws with `what` when the time is over. */
export async function eventually<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  { what, withinMs = DEFAULT_WITHIN_MS }: { readonly what: string; readonly withinMs?: number },
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`It did not happen within ${withinMs} ms that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
