/**
 * Runs a pattern in time that grows with text × pattern and never faster: all ways through the pattern advance together,
 * one character at a time, and each place is entered once per character (Thompson's construction). A native regular
 * expression tries ways one after the other and can take longer than the universe for a text of 40 characters.
 */
import { PatternError, type PatternNode } from './pattern-syntax.ts';

type Instruction =
  | { readonly op: 'char'; readonly isMatch: (codePoint: number) => boolean }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'start' }
  | { readonly op: 'end' }
  | { readonly op: 'boundary'; readonly isNegated: boolean }
  | { readonly op: 'look'; readonly program: Program; readonly isNegated: boolean }
  | { readonly op: 'found' };

type Program = readonly Instruction[];

/** Instructions of one pattern; `{2,500}` counts as 500 copies. */
const MAX_PROGRAM_SIZE = 4_000;
/** Steps of one test, about 50 ms. A pattern of 50 instructions reads 100,000 characters with it. */
const MAX_STEPS = 5_000_000;

/** Turns a pattern's tree into instructions; throws `PatternError` when there would be too many. */
export function makeProgram(node: PatternNode): Program {
  const program: Instruction[] = [];
  emit(program, node);
  program.push({ op: 'found' });
  return program;
}

/** True when the pattern is found anywhere in the text, undefined when that would take too many steps. */
export function runProgram(program: Program, text: string): boolean | undefined {
  const budget = { steps: MAX_STEPS };
  try {
    return new Simulation(program, text, budget).isFoundFrom(0, true);
  } catch (error) {
    if (error === OUT_OF_STEPS) return undefined;
    throw error;
  }
}

function emit(program: Instruction[], node: PatternNode): void {
  if (program.length > MAX_PROGRAM_SIZE) throw new PatternError('it is too large when its repetitions are written out');
  switch (node.kind) {
    case 'char':
      program.push({ op: 'char', isMatch: node.isMatch });
      return;
    case 'sequence':
      for (const part of node.nodes) emit(program, part);
      return;
    case 'choice':
      emitChoice(program, node.nodes);
      return;
    case 'repeat':
      emitRepeat(program, node);
      return;
    case 'look':
      program.push({ op: 'look', program: makeProgram(node.node), isNegated: node.isNegated });
      return;
    case 'boundary':
      program.push({ op: 'boundary', isNegated: node.isNegated });
      return;
    default:
      program.push({ op: node.kind });
  }
}

function emitChoice(program: Instruction[], nodes: readonly PatternNode[]): void {
  const jumps: { to: number }[] = [];
  for (const [index, node] of nodes.entries()) {
    if (index === nodes.length - 1) {
      emit(program, node);
      break;
    }
    const split = { op: 'split' as const, first: program.length + 1, second: 0 };
    program.push(split);
    emit(program, node);
    const jump = { op: 'jump' as const, to: 0 };
    program.push(jump);
    jumps.push(jump);
    split.second = program.length;
  }
  for (const jump of jumps) jump.to = program.length;
}

function emitRepeat(program: Instruction[], repeat: { node: PatternNode; min: number; max: number }): void {
  for (let count = 0; count < repeat.min; count += 1) emit(program, repeat.node);
  if (repeat.max === Number.POSITIVE_INFINITY) {
    const split = { op: 'split' as const, first: program.length + 1, second: 0 };
    const start = program.length;
    program.push(split);
    emit(program, repeat.node);
    program.push({ op: 'jump', to: start });
    split.second = program.length;
    return;
  }
  const splits: { second: number }[] = [];
  for (let count = repeat.min; count < repeat.max; count += 1) {
    const split = { op: 'split' as const, first: program.length + 1, second: 0 };
    program.push(split);
    splits.push(split);
    emit(program, repeat.node);
  }
  for (const split of splits) split.second = program.length;
}

const OUT_OF_STEPS = new Error('out of steps');

class Simulation {
  readonly #program: Program;
  readonly #text: string;
  readonly #budget: { steps: number };
  /** The position at which an instruction was entered last, so that it is entered once per character. */
  readonly #enteredAt: Int32Array;

  constructor(program: Program, text: string, budget: { steps: number }) {
    this.#program = program;
    this.#text = text;
    this.#budget = budget;
    this.#enteredAt = new Int32Array(program.length).fill(-1);
  }

  /** Follows all ways from a position on; with `isSearch`, also from every later position. */
  isFoundFrom(start: number, isSearch: boolean): boolean {
    let active: number[] = [];
    for (let at = start; ; ) {
      if (at === start || isSearch) active.push(...this.#closure(0, at));
      if (active.includes(FOUND)) return true;
      if (at >= this.#text.length || (active.length === 0 && !isSearch)) return false;
      const code = this.#text.codePointAt(at) as number;
      at += code > 0xffff ? 2 : 1;
      active = this.#advance(active, { code, at });
    }
  }

  #advance(active: readonly number[], next: { code: number; at: number }): number[] {
    const after: number[] = [];
    for (const index of active) {
      const instruction = this.#program[index];
      if (instruction?.op !== 'char' || !instruction.isMatch(next.code)) continue;
      after.push(...this.#closure(index + 1, next.at));
    }
    return after;
  }

  /** The char instructions reachable from one instruction without reading, or `FOUND`. */
  #closure(from: number, at: number): number[] {
    const reached: number[] = [];
    const open = [from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      this.#budget.steps -= 1;
      if (this.#budget.steps < 0) throw OUT_OF_STEPS;
      if (this.#enteredAt[index] === at) continue;
      this.#enteredAt[index] = at;
      const instruction = this.#program[index] as Instruction;
      if (instruction.op === 'found') return [FOUND];
      if (instruction.op === 'char') reached.push(index);
      else if (instruction.op === 'jump') open.push(instruction.to);
      else if (instruction.op === 'split') open.push(instruction.second, instruction.first);
      else if (this.#holds(instruction, at)) open.push(index + 1);
    }
    return reached;
  }

  #holds(instruction: Instruction, at: number): boolean {
    switch (instruction.op) {
      case 'start':
        return at === 0;
      case 'end':
        return at === this.#text.length;
      case 'boundary':
        return (isWordAt(this.#text, at - 1) !== isWordAt(this.#text, at)) !== instruction.isNegated;
      case 'look':
        return this.#looks(instruction, at);
      default:
        return false;
    }
  }

  #looks(look: { program: Program; isNegated: boolean }, at: number): boolean {
    return new Simulation(look.program, this.#text, this.#budget).isFoundFrom(at, false) !== look.isNegated;
  }
}

const FOUND = -1;

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && /\w/.test(text[at] as string);
}
