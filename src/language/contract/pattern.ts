/**
 * Regular expressions from outside, which must never hang the process. A pattern whose cost is plainly small, or in which
 * no choice is ever open, goes to the native engine; every other one to a matcher whose time is bounded by text × pattern,
 * and which gives up after a fixed number of steps. Backreferences and lookbehind, which neither can bound, are refused.
 */
import { isForced } from './pattern-choice.ts';
import { makeProgram, runProgram } from './pattern-program.ts';
import { PatternError, type PatternNode, parsePattern } from './pattern-syntax.ts';

export interface Pattern {
  /** True: found in the text; undefined: undecided, because the text is too long for the pattern. */
  isMatch(text: string): boolean | undefined;
  /** What a test costs per character, for callers that keep a budget; 1 is about 10 ns. */
  readonly weight: number;
}

const MAX_PATTERN_LENGTH = 2_000;
/** Ways a native match may have to try beside one long repetition. */
const MAX_NATIVE_WAYS = 100;
/** The native engine notes each turn of a repetition, and its notes have a limit; longer texts go to the matcher. */
const MAX_FORCED_LENGTH = 20_000;
/** A repetition with more room than that counts as endless. */
const MAX_SHORT_REPEAT = 64;

/** Compiles a pattern, or says in words why it cannot be used. */
export function compilePattern(source: string): Pattern | { readonly reason: string } {
  if (source.length > MAX_PATTERN_LENGTH) return { reason: `it is longer than ${MAX_PATTERN_LENGTH} characters` };
  try {
    const node = parsePattern(source);
    const cheap = isCheap(node) ? nativeExpression(source) : undefined;
    if (cheap !== undefined) return { isMatch: (text) => cheap.test(text), weight: 1 };
    const program = makeProgram(node);
    const forced = isForced(node) ? nativeExpression(source) : undefined;
    const isNative = (text: string) => text.length <= MAX_FORCED_LENGTH;
    return {
      isMatch: (text) => (forced !== undefined && isNative(text) ? forced.test(text) : runProgram(program, text)),
      weight: program.length,
    };
  } catch (error) {
    if (error instanceof PatternError) return { reason: error.message };
    throw error;
  }
}

function nativeExpression(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    return undefined;
  }
}

/** Few ways, repetitions of single characters only, and at most one endless one, tried from one position only. */
function isCheap(node: PatternNode): boolean {
  const cost = { ways: 1, endless: 0, isBounded: true };
  countWays(node, cost);
  const isAnchored = node.kind === 'sequence' && node.nodes[0]?.kind === 'start';
  return cost.isBounded && cost.ways <= MAX_NATIVE_WAYS && cost.endless <= (isAnchored ? 1 : 0);
}

function countWays(node: PatternNode, cost: { ways: number; endless: number; isBounded: boolean }): void {
  if (node.kind === 'look') cost.isBounded = false;
  if (node.kind === 'choice') cost.ways *= node.nodes.length;
  if (node.kind === 'choice' || node.kind === 'sequence') {
    for (const part of node.nodes) countWays(part, cost);
  }
  if (node.kind !== 'repeat') return;
  if (node.node.kind !== 'char') cost.isBounded = false;
  const room = node.max - node.min + 1;
  if (room > MAX_SHORT_REPEAT) cost.endless += 1;
  else cost.ways *= room;
}
