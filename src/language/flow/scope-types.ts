/**
 * What a step may read, and of what type it is. A step sees the outputs of the steps before it on its own way; what a
 * branch made may be missing after it, and what was made inside an `each` is seen only there.
 */
import { KIND } from '../contract/value-kind.ts';
import { type FieldTypes, kindsType, objectType, type ValueType, withMissing } from '../mapping/value-type.ts';

const TEXT = kindsType(KIND.text);

/** Header names are lower case; which ones come is up to the sender. */
const HEADERS: FieldTypes = { names: [], required: [], isClosed: false, typeOf: () => withMissing(TEXT, true) };
const EVENT = objectType(
  new Map([
    ['id', TEXT],
    ['receivedAt', TEXT],
    ['headers', { kinds: KIND.object, isUnknown: false, canBeMissing: false, fields: HEADERS }],
  ]),
);
const RUN = objectType(
  new Map([
    ['id', TEXT],
    ['startedAt', TEXT],
  ]),
);

export class ScopeTypes {
  readonly #roots: ReadonlyMap<string, ValueType>;
  readonly #outputs: Map<string, ValueType>;

  private constructor(roots: ReadonlyMap<string, ValueType>, outputs: ReadonlyMap<string, ValueType>) {
    this.#roots = roots;
    this.#outputs = new Map(outputs);
  }

  /** The scope of the first step, for a trigger whose body has this type. */
  static start(trigger: ValueType): ScopeTypes {
    return new ScopeTypes(
      new Map([
        ['trigger', trigger],
        ['event', EVENT],
        ['run', RUN],
      ]),
      new Map(),
    );
  }

  /** All roots, as type inference wants them. */
  roots(): ReadonlyMap<string, ValueType> {
    return new Map([...this.#roots, ['steps', objectType(this.#outputs)]]);
  }

  /** A scope that begins as this one and goes its own way. */
  branch(more: readonly (readonly [string, ValueType])[] = []): ScopeTypes {
    return new ScopeTypes(new Map([...this.#roots, ...more]), this.#outputs);
  }

  /** Makes the output of a step readable from here on. */
  add(key: string, output: ValueType): void {
    this.#outputs.set(key, output);
  }

  outputOf(key: string): ValueType | undefined {
    return this.#outputs.get(key);
  }

  /** Takes over what a branch has made, as something that may be missing. */
  adoptFrom(branch: ScopeTypes): void {
    for (const [key, type] of branch.#outputs) {
      if (!this.#outputs.has(key)) this.#outputs.set(key, withMissing(type, true));
    }
  }
}
