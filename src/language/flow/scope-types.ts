/**
 * What a step may read, and of what type it is. A step sees the outputs of the steps before it on its own way; what a
 * branch made may be missing after it, and what was made inside an `each` is seen only there.
 */
import { KIND } from '../contract/value-kind.ts';
import { indexName } from '../mapping/item-name.ts';
import { closedRoots, openRoots, type ScopeRoots } from '../mapping/scope-roots.ts';
import {
  type FieldTypes,
  kindsType,
  objectType,
  UNKNOWN_TYPE,
  type ValueType,
  withMissing,
} from '../mapping/value-type.ts';

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
  readonly #roots: ScopeRoots;
  readonly #outputs: Map<string, ValueType>;
  /** A step before could not be read: there may be outputs of which nothing is known. */
  #hasLost: boolean;

  private constructor(roots: ScopeRoots, outputs: ReadonlyMap<string, ValueType>, hasLost: boolean) {
    this.#roots = roots;
    this.#outputs = new Map(outputs);
    this.#hasLost = hasLost;
  }

  /** The scope of the first step, for a trigger whose body has this type. */
  static start(trigger: ValueType): ScopeTypes {
    const roots = new Map([
      ['trigger', trigger],
      ['event', EVENT],
      ['run', RUN],
    ]);
    return new ScopeTypes(closedRoots(roots), new Map(), false);
  }

  /** All roots, as type inference wants them. */
  roots(): ScopeRoots {
    const steps = objectType(this.#outputs);
    const types = new Map([...this.#roots.types, ['steps', this.#hasLost ? withOtherFields(steps) : steps] as const]);
    return { ...this.#roots, types };
  }

  /** A scope that begins as this one and goes its own way. */
  branch(more: readonly (readonly [string, ValueType])[] = []): ScopeTypes {
    const types = new Map([...this.#roots.types, ...more]);
    return new ScopeTypes({ ...this.#roots, types }, this.#outputs, this.#hasLost);
  }

  /** The scope inside of a loop: the item has a name there, and its position too. */
  branchOf(itemName: string, item: ValueType): ScopeTypes {
    return this.branch([
      [itemName, item],
      [indexName(itemName), kindsType(KIND.integer)],
    ]);
  }

  /** The scope inside of a loop whose items have a name that cannot be theirs. */
  branchUnreadable(itemName: string): ScopeTypes {
    const hasLost = this.#hasLost || itemName === 'steps';
    return new ScopeTypes(openRoots(this.#roots, itemName), this.#outputs, hasLost);
  }

  /** Makes the output of a step readable from here on. */
  add(key: string, output: ValueType): void {
    this.#outputs.set(key, output);
  }

  /** From here on there may be outputs of a step that could not be read. */
  loseTrack(): void {
    this.#hasLost = true;
  }

  outputOf(key: string): ValueType | undefined {
    return this.#outputs.get(key);
  }

  /** Takes over what a branch has made, as something that may be missing. */
  adoptFrom(branch: ScopeTypes): void {
    this.#hasLost ||= branch.#hasLost;
    for (const [key, type] of branch.#outputs) {
      if (!this.#outputs.has(key)) this.#outputs.set(key, withMissing(type, true));
    }
  }
}

/** The same object, which may have fields of which nothing is known. */
function withOtherFields(type: ValueType): ValueType {
  const { fields } = type;
  if (fields === undefined) return type;
  const typeOf = (name: string) => fields.typeOf(name) ?? UNKNOWN_TYPE;
  return { ...type, fields: { ...fields, isClosed: false, typeOf } };
}
