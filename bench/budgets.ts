/** What the numbers are to be, as the design promises it. A number outside its budget is said, and fails nothing. */

interface Results {
  readonly ratio?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly firstLoadKb?: number;
  readonly panFramesPerSecond?: number;
  readonly claimP99Ms?: { readonly empty: number; readonly million: number };
}

const MIN_RATIO = 0.45;
const MAX_P50_MS = 10;
const MAX_P99_MS = 60;
const MAX_CLAIM_FACTOR = 2;
const MAX_FIRST_LOAD_KB = 300;
/** A screen shows 60; one frame in thirty may be late before anybody sees it. */
const MIN_FRAMES_PER_SECOND = 58;

/** One line for each budget of what was measured. */
export function budgetLines({
  ratio,
  p50Ms,
  p99Ms,
  firstLoadKb,
  panFramesPerSecond,
  claimP99Ms,
}: Results): readonly string[] {
  const lines: string[] = [];
  if (ratio !== undefined) lines.push(line(ratio >= MIN_RATIO, `ratio ${ratio}, at least ${MIN_RATIO}`));
  if (p50Ms !== undefined) lines.push(line(p50Ms <= MAX_P50_MS, `p50 ${p50Ms} ms, at most ${MAX_P50_MS}`));
  if (p99Ms !== undefined) lines.push(line(p99Ms <= MAX_P99_MS, `p99 ${p99Ms} ms, at most ${MAX_P99_MS}`));
  if (firstLoadKb !== undefined) {
    lines.push(line(firstLoadKb <= MAX_FIRST_LOAD_KB, `first load ${firstLoadKb} kB, at most ${MAX_FIRST_LOAD_KB} kB`));
  }
  if (panFramesPerSecond !== undefined) {
    const isSmooth = panFramesPerSecond >= MIN_FRAMES_PER_SECOND;
    lines.push(line(isSmooth, `${panFramesPerSecond} frames a second, 60 and at least ${MIN_FRAMES_PER_SECOND}`));
  }
  if (claimP99Ms === undefined) return lines;
  const { empty, million } = claimP99Ms;
  const isHeld = million <= MAX_CLAIM_FACTOR * empty;
  return [...lines, line(isHeld, `claim p99 ${million} ms, at most ${MAX_CLAIM_FACTOR} x ${empty} ms`)];
}

function line(isHeld: boolean, text: string): string {
  return `${isHeld ? 'within' : 'OUTSIDE'} budget: ${text}`;
}
