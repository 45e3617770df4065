import type { Problem } from '../../foundation/index.ts';
import type { SentenceContext } from '../contract/problem.ts';
import type { Expression } from './mapping.ts';
import { type MAPPING_PROBLEMS, mappingProblem } from './mapping-problems.ts';

export interface PlacedExpression {
  readonly expression: Expression;
  readonly pointer: string;
}

/**
 * Positions whose form is wrong, by pointer, each with the expressions inside of it that have been read. Nothing is
 * concluded from such a position, so that one fault is not told twice.
 */
export type UnreadablePositions = ReadonlyMap<string, readonly PlacedExpression[]>;

/** Collects the problems of one check; those beyond the limit are dropped. */
export class ProblemList {
  readonly problems: Problem[] = [];
  readonly unreadable: UnreadablePositions;
  readonly #limit: number;

  constructor(limit = 100, unreadable: UnreadablePositions = new Map()) {
    this.#limit = limit;
    this.unreadable = unreadable;
  }

  report(code: keyof typeof MAPPING_PROBLEMS, pointer: string, context: SentenceContext): void {
    this.add(mappingProblem(code, pointer, context));
  }

  add(problem: Problem): void {
    if (this.problems.length < this.#limit) this.problems.push(problem);
  }
}
