/** Checks CEL expressions against what is known about the scope, with the library's own type checker. */
import type { Environment } from '@marcbachmann/cel-js';
import { KIND, type KindSet, NUMBER_KINDS } from '../contract/value-kind.ts';
import { makeCelEnvironment } from './cel.ts';
import type { ScopeRoots } from './scope-roots.ts';
import { kindsType, UNKNOWN_TYPE, type ValueType } from './value-type.ts';

/** Types of one scope that CEL gets to know; deeper ones are dynamic for it. */
const MAX_TYPES = 300;
const MAX_DEPTH = 8;

/** The result of checking: the type that comes out, or one sentence about what does not fit. */
type CelCheck = { readonly type: ValueType } | { readonly reason: string };

/** Makes the checker of one scope: `roots` are the names an expression may read. */
export function makeCelChecker(roots: ScopeRoots): (text: string) => CelCheck {
  const types = new CelTypes(roots.isOpen);
  for (const [name, type] of roots.types) types.environment.registerVariable(name, types.nameOf(type, 0));
  return (text) => {
    const result = types.environment.check(text);
    if (result.valid) return { type: resultType(result.type ?? 'dyn') };
    return { reason: result.error?.summary ?? 'it does not fit' };
  };
}

const NAMES: ReadonlyMap<KindSet, string> = new Map([
  [KIND.text, 'string'],
  [KIND.integer, 'int'],
  [KIND.boolean, 'bool'],
]);

class CelTypes {
  readonly environment: Environment;
  #typeCount = 0;

  constructor(unlistedVariablesAreDyn: boolean) {
    this.environment = makeCelEnvironment({ unlistedVariablesAreDyn });
  }

  /** CEL's name of a type; what may be null, or a whole number or not, is dynamic. */
  nameOf(type: ValueType, depth: number): string {
    if (type.isUnknown || depth > MAX_DEPTH) return 'dyn';
    const name = NAMES.get(type.kinds);
    if (name !== undefined) return name;
    if (type.kinds === KIND.list)
      return type.itemAt === undefined ? 'list' : `list<${this.nameOf(type.itemAt(), depth + 1)}>`;
    return type.kinds === KIND.object ? this.#objectName(type, depth) : 'dyn';
  }

  #objectName(type: ValueType, depth: number): string {
    const { fields } = type;
    // A field nobody named may be there: then any name must pass.
    if (fields === undefined || fields.typeOf('\u0000') !== undefined || this.#typeCount >= MAX_TYPES) return 'dyn';
    this.#typeCount += 1;
    const name = `object_${this.#typeCount}`;
    const entries = fields.names.map(
      (field) => [field, this.nameOf(fields.typeOf(field) ?? UNKNOWN_TYPE, depth + 1)] as const,
    );
    this.environment.registerType(name, { fields: Object.fromEntries(entries) });
    return name;
  }
}

function resultType(name: string): ValueType {
  if (name === 'string' || name === 'google.protobuf.Timestamp') return kindsType(KIND.text);
  if (name === 'int') return kindsType(KIND.integer);
  if (name === 'double') return kindsType(NUMBER_KINDS);
  if (name === 'bool') return kindsType(KIND.boolean);
  if (name === 'null') return kindsType(KIND.null);
  if (name.startsWith('list')) return kindsType(KIND.list);
  return name.startsWith('map') ? kindsType(KIND.object) : UNKNOWN_TYPE;
}
