/**
 * Looks through a parsed CEL expression before it may run: only known functions, at most two loops within each other, and
 * which parts of the scope it reads. Everything that could grow or loop without a bound is refused here or counted later.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { compilePattern } from '../contract/pattern.ts';

/** The parts of the scope that an expression reads, as a tree of keys; at a leaf the whole value is read. */
export interface ReadTree {
  isWhole: boolean;
  readonly below: Map<string, ReadTree>;
}

/** One loop (`all`, `exists`, `exists_one`, `map`, `filter`) of an expression. */
interface CelLoop {
  /** Where `.bounded__(…)` is put into the text: before the dot of the loop's name. */
  readonly at: number;
  /** Parts of the scope that are read again for every item. */
  readonly reads: Set<ReadTree>;
  /** Parts of the expression that are computed again for every item. */
  bodySize: number;
}

export interface CelFacts {
  /** Roots of the scope and what is read of them. */
  readonly reads: ReadonlyMap<string, ReadTree>;
  readonly loops: readonly CelLoop[];
  /** `[at, length, replacement]` for each call of `matches`. */
  readonly matches: readonly (readonly [at: number, length: number, text: string])[];
}

/** Why an expression is refused; the message is for people. */
export class CelRefusal extends Error {}

const FUNCTIONS: ReadonlySet<string> = new Set('has size string int double bool timestamp duration dyn'.split(' '));
const METHODS: ReadonlySet<string> = new Set(
  (
    'contains startsWith endsWith matches size indexOf lastIndexOf substring lowerAscii upperAscii trim split join ' +
    'getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth getSeconds'
  ).split(' '),
);
const LOOPS: ReadonlySet<string> = new Set('all exists exists_one map filter'.split(' '));
/** Names that CEL itself gives a meaning. */
const CONSTANTS: ReadonlySet<string> = new Set(
  'cel google string bool int uint double map list bytes null_type type optional dyn budget__'.split(' '),
);
/** The library leaves these keys out of a map without a word; a mapping must not lose a field. */
const DROPPED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const MAX_LOOPS = 20;
const MAX_LOOP_DEPTH = 2;
/** Each `+` may double a text or a list. */
const MAX_PLUS = 50;

/** Collects the facts of an expression; throws `CelRefusal`. */
export function inspectCel(ast: ASTNode, text: string): CelFacts {
  const inspector = new CelInspector(text);
  inspector.visit(ast, []);
  return inspector;
}

/** True for a name that an `each` cannot give its items, because CEL reads it otherwise. */
export function isCelName(name: string): boolean {
  return CONSTANTS.has(name) || RESERVED.has(name);
}

const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop null package namespace return true var void while'.split(
    ' ',
  ),
);

/** True for the macros that go through a list or the keys of a map. */
export function isLoopName(name: string): boolean {
  return LOOPS.has(name);
}

class CelInspector implements CelFacts {
  readonly reads = new Map<string, ReadTree>();
  readonly loops: CelLoop[] = [];
  readonly matches: (readonly [number, number, string])[] = [];
  readonly #text: string;
  readonly #open: CelLoop[] = [];
  #plusCount = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `bound` are the names that loops around the node give to their items. */
  visit(node: ASTNode, bound: readonly string[]): void {
    for (const loop of this.#open) loop.bodySize += 1;
    if (node.op === 'id' || node.op === '.' || node.op === '[]') this.#access(node, bound);
    else if (node.op === 'value') requirePlainLiteral(node.args);
    else if (node.op === 'call') this.#call(node.args, bound);
    else if (node.op === 'rcall') this.#method(node, bound);
    else if (node.op === 'map') this.#map(node.args, bound);
    else if (node.op === '!_' || node.op === '-_') this.visit(node.args, bound);
    else if (node.op === '.?' || node.op === '[?]') throw new CelRefusal('access with ? is not available; use has(…).');
    else this.#operands(node, bound);
  }

  #operands(node: ASTNode, bound: readonly string[]): void {
    if (node.op === '+') this.#plusCount += 1;
    if (this.#plusCount > MAX_PLUS) throw new CelRefusal(`it has more than ${MAX_PLUS} signs "+".`);
    for (const operand of node.args as readonly ASTNode[]) this.visit(operand, bound);
  }

  #access(node: ASTNode, bound: readonly string[]): void {
    const keys: string[] = [];
    let base = node;
    for (let key = keyOf(base); key !== undefined; key = keyOf(base)) {
      keys.unshift(key);
      base = (base.args as readonly [ASTNode, unknown])[0];
    }
    if (base.op === '[]') {
      for (const operand of base.args) this.visit(operand, bound);
      return;
    }
    if (base.op !== 'id') {
      this.visit(base, bound);
      return;
    }
    if (bound.includes(base.args)) return;
    if (CONSTANTS.has(base.args)) throw new CelRefusal(`"${base.args}" is not available.`);
    this.#read(base.args, keys);
  }

  #read(root: string, keys: readonly string[]): void {
    let tree = this.reads.get(root) ?? emptyTree();
    this.reads.set(root, tree);
    for (const key of keys) {
      const next = tree.below.get(key) ?? emptyTree();
      tree.below.set(key, next);
      tree = next;
    }
    tree.isWhole = true;
    for (const loop of this.#open) loop.reads.add(tree);
  }

  #call([name, args]: readonly [string, readonly ASTNode[]], bound: readonly string[]): void {
    if (!FUNCTIONS.has(name)) throw new CelRefusal(`the function "${name}" is not available.`);
    for (const argument of args) this.visit(argument, bound);
  }

  #method(node: Extract<ASTNode, { op: 'rcall' }>, bound: readonly string[]): void {
    const [name, receiver, args] = node.args;
    const first = args[0];
    if (LOOPS.has(name) && first !== undefined) {
      this.#loop(node, bound);
      return;
    }
    if (!METHODS.has(name)) throw new CelRefusal(`the method "${name}" is not available.`);
    for (const part of [receiver, ...args]) this.visit(part, bound);
    if (name !== 'matches' || first === undefined) return;
    if (first.op === 'value' && typeof first.args === 'string') requirePattern(first.args);
    this.matches.push([this.#nameAt(name, receiver, first), name.length, 'matches__'], [node.end - 1, 0, ', budget__']);
  }

  #loop(node: Extract<ASTNode, { op: 'rcall' }>, bound: readonly string[]): void {
    const [name, receiver, [variable, ...steps]] = node.args;
    if (variable?.op !== 'id') throw new CelRefusal(`${name}(…) begins with the name of the item.`);
    if (variable.args.endsWith('__')) throw new CelRefusal(`"${variable.args}" cannot be the name of an item.`);
    this.visit(receiver, bound);
    const dot = this.#text.lastIndexOf('.', this.#nameAt(name, receiver, variable));
    const loop: CelLoop = { at: dot, reads: new Set(), bodySize: 1 };
    this.loops.push(loop);
    this.#open.push(loop);
    if (this.loops.length > MAX_LOOPS) throw new CelRefusal(`it has more than ${MAX_LOOPS} loops.`);
    if (this.#open.length > MAX_LOOP_DEPTH)
      throw new CelRefusal(`it has more than ${MAX_LOOP_DEPTH} loops within each other.`);
    for (const step of steps) this.visit(step, [...bound, variable.args]);
    this.#open.pop();
  }

  #map(entries: readonly (readonly [ASTNode, ASTNode])[], bound: readonly string[]): void {
    for (const [key, value] of entries) {
      if (key.op !== 'value' || typeof key.args !== 'string')
        throw new CelRefusal('the keys of a map are texts in quotes.');
      if (DROPPED_KEYS.has(key.args))
        throw new CelRefusal(`the key "${key.args}" cannot be made in CEL; use an object expression.`);
      this.visit(value, bound);
    }
  }

  /** Between the receiver and the first argument stand only closing brackets, the dot, the name and white space. */
  #nameAt(name: string, receiver: ASTNode, firstArgument: ASTNode): number {
    return Math.max(receiver.end, this.#text.lastIndexOf(name, firstArgument.start - 1));
  }
}

function emptyTree(): ReadTree {
  return { isWhole: false, below: new Map() };
}

function keyOf(node: ASTNode): string | undefined {
  if (node.op === '.') return node.args[1];
  if (node.op !== '[]') return undefined;
  const index = node.args[1];
  return index.op === 'value' && typeof index.args === 'string' ? index.args : undefined;
}

/** A pattern that stands in the expression itself is known before any data is. */
function requirePattern(source: string): void {
  const pattern = compilePattern(source);
  if (!('reason' in pattern)) return;
  throw new CelRefusal(`the pattern "${source.slice(0, 100)}" of "matches" cannot be used, ${pattern.reason}.`);
}

function requirePlainLiteral(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  throw new CelRefusal('bytes and unsigned numbers are not available.');
}
