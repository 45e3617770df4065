/**
 * One walk of a compiled schema through a value. The first walk is silent and stops at the first fault, so that a good
 * value costs no allocation; only when it finds one does a second walk collect the problems with their pointers.
 */
import type { JsonValue, Problem } from '../../foundation/index.ts';
import { type CONTRACT_PROBLEMS, contractProblem } from './contract-problems.ts';
import { pointerTo, type SentenceContext } from './problem.ts';

/** True: the value fits. In a collecting walk the faults have been reported. */
export type Check = (value: JsonValue, visit: Visit) => boolean;

/** Steps of one walk: schemas entered, and the size of what a keyword has to read through. About 200 ms. */
const MAX_STEPS = 2_000_000;
/** References within references; deeper values and rings of references end here. */
const MAX_REF_DEPTH = 200;
/** Problems that one alternative is asked for. */
const MAX_TRIAL_PROBLEMS = 10;

export class Visit {
  readonly problems: Problem[] = [];
  readonly #keys: (string | number)[] = [];
  readonly #maxProblems: number;
  #stepsLeft = MAX_STEPS;
  #silence = 0;
  #refDepth = 0;
  #isExhausted = false;

  private constructor(maxProblems: number) {
    this.#maxProblems = maxProblems;
  }

  static silent(): Visit {
    const visit = new Visit(0);
    visit.#silence = 1;
    return visit;
  }

  static collecting(maxProblems: number): Visit {
    return new Visit(maxProblems);
  }

  /** True when nobody will read the problems: the first fault ends the walk. */
  get isSilent(): boolean {
    return this.#silence > 0 || this.problems.length >= this.#maxProblems;
  }

  get depth(): number {
    return this.#keys.length;
  }

  /** Counts work, one step for each schema entered; false when the walk must end. */
  spend(steps = 1): boolean {
    this.#stepsLeft -= steps;
    return this.#stepsLeft > 0 || this.#exhaust();
  }

  /** Runs a check one step deeper in the value. */
  below(key: string | number, check: Check, value: JsonValue): boolean {
    if (this.#silence > 0) return check(value, this);
    this.#keys.push(key);
    const isFine = check(value, this);
    this.#keys.pop();
    return isFine;
  }

  /** Runs a check through a reference. */
  referred(check: Check, value: JsonValue): boolean {
    if (this.#refDepth >= MAX_REF_DEPTH) return this.#exhaust();
    this.#refDepth += 1;
    const isFine = check(value, this);
    this.#refDepth -= 1;
    return isFine;
  }

  /** Whether the value fits, without reporting anything. */
  tries(check: Check, value: JsonValue): boolean {
    this.#silence += 1;
    const isFine = check(value, this);
    this.#silence -= 1;
    return isFine;
  }

  /** The problems one alternative would report, without reporting them. */
  problemsOf(check: Check, value: JsonValue): readonly Problem[] {
    const steps = Math.floor(this.#stepsLeft / 4);
    const trial = new Visit(MAX_TRIAL_PROBLEMS);
    trial.#keys.push(...this.#keys);
    trial.#stepsLeft = steps;
    check(value, trial);
    this.#stepsLeft -= steps - Math.max(0, trial.#stepsLeft);
    if (trial.#isExhausted) this.#exhaust();
    return trial.problems;
  }

  /** Adds problems that `problemsOf` found. */
  adopt(problems: readonly Problem[]): false {
    for (const problem of problems) if (!this.isSilent) this.problems.push(problem);
    return false;
  }

  /** Reports a fault at the present place. */
  report(code: keyof typeof CONTRACT_PROBLEMS, context: SentenceContext): false {
    if (!this.isSilent) this.problems.push(contractProblem(code, pointerTo('', ...this.#keys), context));
    return false;
  }

  /** True when the walk had to end early; nothing may be concluded from it then, not even that a `not` holds. */
  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  #exhaust(): false {
    if (this.#isExhausted) return false;
    this.#isExhausted = true;
    if (this.problems.length < this.#maxProblems) {
      this.problems.push(contractProblem('language.contract.too_complex', pointerTo('', ...this.#keys)));
    }
    return false;
  }
}
