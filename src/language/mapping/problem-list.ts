import type { Problem } from '../../foundation/index.ts';
import type { SentenceContext } from '../contract/problem.ts';
import { type MAPPING_PROBLEMS, mappingProblem } from './mapping-problems.ts';

/** Collects the problems of one check; those beyond the limit are dropped. */
export class ProblemList {
  readonly problems: Problem[] = [];
  readonly #limit: number;

  constructor(limit = 100) {
    this.#limit = limit;
  }

  report(code: keyof typeof MAPPING_PROBLEMS, pointer: string, context: SentenceContext): void {
    this.add(mappingProblem(code, pointer, context));
  }

  add(problem: Problem): void {
    if (this.problems.length < this.#limit) this.problems.push(problem);
  }
}
