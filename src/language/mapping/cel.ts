/**
 * Conditions and computed values in CEL. An expression is parsed, looked through (`cel-syntax.ts`) and rewritten so that
 * every loop and every `matches` pays from a budget: no expression runs longer than about half a second, whatever the
 * data. No host object is in reach; there is no clock and no randomness.
 */
import { type ASTNode, Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import type { JsonValue } from '../../foundation/index.ts';
import { once } from '../contract/once.ts';
import { compilePattern, type Pattern } from '../contract/pattern.ts';
import { type CelFacts, CelRefusal, inspectCel, isLoopName } from './cel-syntax.ts';
import { CelValueError, CelValues, measureCel } from './cel-values.ts';
import type { Scope } from './mapping.ts';

const MAX_CEL_LENGTH = 4_000;
/** Units of work of one evaluation; a unit is one value touched in a loop. Measured: at most 0.2 s for all of them. */
const MAX_WORK = 5_000_000;
const LIMITS = { maxAstNodes: 500, maxDepth: 32, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 8 };

/** A compiled expression; `run` throws `CelFault`. */
export interface CompiledCel {
  readonly run: (scope: Scope) => JsonValue;
  /** Roots of the scope that it reads. */
  readonly facts: CelFacts;
}

/** Why an expression could not be computed on this data; the reason is for people. */
export class CelFault extends Error {
  readonly isTooCostly: boolean;

  constructor(reason: string, isTooCostly = false) {
    super(reason);
    this.isTooCostly = isTooCostly;
  }
}

/** Compiles an expression, or says in one sentence why it cannot be used. */
export function compileCel(text: string): CompiledCel | { readonly reason: string } {
  if (text.length > MAX_CEL_LENGTH) return { reason: `it has more than ${MAX_CEL_LENGTH} characters.` };
  try {
    const environment = plainEnvironment();
    const facts = inspectCel(environment.parse(text).ast, text);
    const rewritten = rewrite(text, facts);
    const program = environment.parse(rewritten);
    if (rewritten !== text) requireBounded(program.ast);
    return { facts, run: (scope) => runCel(program, facts, scope) };
  } catch (error) {
    if (error instanceof CelRefusal) return { reason: error.message };
    if (error instanceof ParseError || error instanceof EvaluationError) return { reason: `${error.summary}.` };
    throw error;
  }
}

/** A new environment with our operators, in which variables may be declared. */
export function makeCelEnvironment(options: { readonly unlistedVariablesAreDyn: boolean }): Environment {
  const environment = new Environment({ ...options, homogeneousAggregateLiterals: false, limits: LIMITS });
  const sync = { async: false } as const;
  environment.registerType('Budget__', { ctor: CelBudget, fields: {} });
  for (const kind of ['list', 'map']) {
    environment.registerFunction(`${kind}.bounded__(Budget__, int): dyn`, chargeLoop, sync);
  }
  environment.registerFunction('string.matches__(string, Budget__): bool', chargeMatch, sync);
  registerMixedArithmetic(environment);
  return environment;
}

const plainEnvironment = once(() => makeCelEnvironment({ unlistedVariablesAreDyn: true }));

/** JSON does not tell 10 from 10.0, so whole numbers and doubles may be mixed, which plain CEL refuses. */
function registerMixedArithmetic(environment: Environment): void {
  for (const [left, right] of [
    ['int', 'double'],
    ['double', 'int'],
  ]) {
    environment.registerOperator(`${left} + ${right}: double`, (a, b) => Number(a) + Number(b));
    environment.registerOperator(`${left} - ${right}: double`, (a, b) => Number(a) - Number(b));
    environment.registerOperator(`${left} * ${right}: double`, (a, b) => Number(a) * Number(b));
    environment.registerOperator(`${left} / ${right}: double`, (a, b) => Number(a) / Number(b));
  }
  environment.registerOperator('int == double: bool', isSameNumber);
}

/** Exact: a large whole number is not brought down to a double. The library calls it either way round. */
function isSameNumber(a: bigint | number, b: bigint | number): boolean {
  const [whole, double] = typeof a === 'bigint' ? [a, b] : [b, a];
  return typeof double === 'number' && Number.isInteger(double) && BigInt(double) === whole;
}

/** What one evaluation may still spend, and what each of its loops costs per item. */
class CelBudget {
  #work = MAX_WORK;
  readonly #costs: readonly number[];
  readonly #patterns = new Map<string, Pattern>();

  constructor(costs: readonly number[] = []) {
    this.#costs = costs;
  }

  get left(): number {
    return this.#work;
  }

  costOfLoop(index: number): number {
    return this.#costs[index] ?? 0;
  }

  spend(work: number): void {
    this.#work -= work;
    if (this.#work < 0) throw new CelFault('it would take too long', true);
  }

  pattern(source: string): Pattern {
    const known = this.#patterns.get(source);
    if (known !== undefined) return known;
    this.spend(1_000 + source.length);
    const pattern = compilePattern(source);
    if ('reason' in pattern) throw new CelFault(`the pattern of "matches" cannot be used, ${pattern.reason}.`);
    this.#patterns.set(source, pattern);
    return pattern;
  }
}

/** Every item is touched, and with it everything that the loop's body reads from the scope. */
function chargeLoop(
  items: readonly unknown[] | ReadonlyMap<unknown, unknown>,
  budget: CelBudget,
  index: bigint,
): unknown {
  const keys = Array.isArray(items) ? items : [...(items instanceof Map ? items.keys() : Object.keys(items))];
  budget.spend(measureCel(items, budget.left) + keys.length * budget.costOfLoop(Number(index)));
  return items;
}

function chargeMatch(text: string, source: string, budget: CelBudget): boolean {
  const pattern = budget.pattern(source);
  budget.spend(1 + Math.floor((text.length * pattern.weight) / 4));
  const isMatch = pattern.isMatch(text);
  if (isMatch === undefined) throw new CelFault('it would take too long', true);
  return isMatch;
}

function runCel(program: (context: Record<string, unknown>) => unknown, facts: CelFacts, scope: Scope): JsonValue {
  try {
    const values = new CelValues();
    const variables = values.variables(scope, facts.reads);
    if (facts.loops.length > 0 || facts.matches.length > 0)
      variables.budget__ = new CelBudget(loopCosts(facts, values));
    return values.out(program(variables));
  } catch (error) {
    throw asFault(error);
  }
}

function loopCosts(facts: CelFacts, values: CelValues): number[] {
  return facts.loops.map((loop) => {
    let cost = loop.bodySize;
    for (const tree of loop.reads) cost += values.sizeOf(tree);
    return cost;
  });
}

/** Errors of the library whose sentence quotes the data, which must not reach a log. */
const QUOTING_ERRORS: Readonly<Record<string, string>> = {
  bool_conversion_error: 'the text is neither true nor false',
  invalid_duration: 'the text is not a duration such as 1h30m',
  numeric_overflow: 'a whole number is out of range',
};

function asFault(error: unknown): unknown {
  if (error instanceof CelFault) return error;
  if (error instanceof EvaluationError) return new CelFault(`${QUOTING_ERRORS[error.code] ?? error.summary}.`);
  // A RangeError: a time zone that does not exist, or a text that grew beyond what the engine holds.
  if (error instanceof CelValueError || error instanceof RangeError) return new CelFault(error.message);
  return error;
}

function rewrite(text: string, facts: CelFacts): string {
  const edits = [
    ...facts.matches,
    ...facts.loops.map((loop, index) => [loop.at, 0, `.bounded__(budget__, ${index})`] as const),
  ];
  let result = text;
  for (const [at, length, replacement] of edits.toSorted((a, b) => b[0] - a[0])) {
    result = result.slice(0, at) + replacement + result.slice(at + length);
  }
  return result;
}

/** A comment in an odd place can mislead the rewriting; then the expression is refused rather than run unbounded. */
function requireBounded(ast: ASTNode): void {
  const open: unknown[] = [ast];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (Array.isArray(part)) open.push(...part);
    if (typeof part !== 'object' || part === null || !('op' in part)) continue;
    const node = part as ASTNode;
    if (node.op === 'rcall' && !isBounded(node)) {
      throw new CelRefusal('comments between a value and its method are not supported.');
    }
    open.push(node.args);
  }
}

function isBounded(node: Extract<ASTNode, { op: 'rcall' }>): boolean {
  const [name, receiver, args] = node.args;
  if (name === 'matches') return false;
  return !isLoopName(name) || args.length < 2 || (receiver.op === 'rcall' && receiver.args[0] === 'bounded__');
}
