/**
 * Says what type an expression gives, and reports what is wrong on the way: paths that lead nowhere, arguments of the
 * wrong kind, fields that may be missing without a word about it.
 */
import { didYouMean } from '../contract/near-miss.ts';
import { once } from '../contract/once.ts';
import { listNames, pointerTo } from '../contract/problem.ts';
import { ALL_KINDS, KIND, type KindSet, NUMBER_KINDS, nameKinds } from '../contract/value-kind.ts';
import { makeCelChecker } from './check-cel.ts';
import { functionNamed, parameterAt } from './functions/registry.ts';
import { indexName } from './item-name.ts';
import type { EachExpression, Expression, FromExpression, FunctionExpression, TableExpression } from './mapping.ts';
import { type Path, parseInnerPath, parsePath } from './path.ts';
import { ProblemList } from './problem-list.ts';
import { inferResult } from './result-type.ts';
import { openRoots, type ScopeRoots } from './scope-roots.ts';
import { parseTemplate } from './template.ts';
import {
  constantType,
  kindsType,
  listType,
  objectType,
  typeAt,
  UNKNOWN_TYPE,
  type UnknownName,
  unionType,
  type ValueType,
  withMissing,
  withoutNull,
} from './value-type.ts';

const SCALARS: KindSet = KIND.text | NUMBER_KINDS | KIND.boolean;

export class TypeInference {
  readonly #roots: ScopeRoots;
  readonly #list: ProblemList;
  readonly #checkCel: () => ReturnType<typeof makeCelChecker>;

  constructor(roots: ScopeRoots, list: ProblemList) {
    this.#roots = roots;
    this.#list = list;
    this.#checkCel = once(() => makeCelChecker(roots));
  }

  /** The inference inside an `each`: the item has a name there, and its position too. */
  within(as: string, item: ValueType): TypeInference {
    const types = new Map(this.#roots.types);
    types.set(as, withMissing(item, false));
    types.set(indexName(as), kindsType(KIND.integer));
    return new TypeInference({ ...this.#roots, types }, this.#list);
  }

  /** The same inference with nobody told about problems, for asking a second time. */
  silent(): TypeInference {
    return new TypeInference(this.#roots, new ProblemList(0, this.#list.unreadable));
  }

  infer(expression: Expression, pointer: string): ValueType {
    if (this.#list.unreadable.has(pointer)) return this.#unreadable(expression, pointer);
    if ('from' in expression) return this.#from(expression, pointer);
    if ('value' in expression) return constantType(expression.value);
    if ('template' in expression) return this.#template(expression.template, pointer);
    if ('fn' in expression) return this.#function(expression, pointer);
    if ('object' in expression) return this.#object(expression.object, pointer);
    if ('list' in expression) {
      return listType(
        unionType(expression.list.map((item, index) => this.infer(item, pointerTo(pointer, 'list', index)))),
      );
    }
    if ('each' in expression) return this.#each(expression, pointer);
    if ('table' in expression) return this.#table(expression, pointer);
    return this.#cel(expression.cel, pointerTo(pointer, 'cel'));
  }

  /** Checks a condition: it must give true or false. */
  condition(text: string, pointer: string): void {
    if (this.#list.unreadable.has(pointer)) return;
    const type = this.#cel(text, pointer);
    if (type.isUnknown || type.kinds === KIND.boolean) return;
    this.#list.report('language.mapping.not_a_condition', pointer, { given: nameKinds(type.kinds) });
  }

  /** The type of the items of the list that an `each` goes through. */
  itemType(expression: Expression, pointer: string): ValueType {
    const type = this.infer(expression, pointer);
    this.expectKinds(type, KIND.list, pointer);
    return type.itemAt?.() ?? UNKNOWN_TYPE;
  }

  /** Reports a value of the wrong kind, or one that may be null. */
  expectKinds(type: ValueType, allowed: KindSet, pointer: string): void {
    if (type.isUnknown || allowed === ALL_KINDS) return;
    const source = 'The value';
    const wrong = type.kinds & ~KIND.null & ~allowed;
    if (wrong !== 0 || (type.kinds & allowed) === 0) {
      this.#list.report('language.mapping.type', pointer, {
        source,
        given: nameKinds(type.kinds),
        allowed: nameKinds(allowed),
      });
    } else if ((type.kinds & KIND.null & ~allowed) !== 0) {
      this.#list.report('language.mapping.may_be_null', pointer, { source, allowed: nameKinds(allowed) });
    }
  }

  /** Of a position that could not be read nothing is known, but what stands inside of it is judged. */
  #unreadable(expression: Expression, pointer: string): ValueType {
    const insideLoop = pointerTo(pointer, 'to');
    for (const inner of this.#list.unreadable.get(pointer) ?? []) {
      const inference = inner.pointer === insideLoop ? this.#insideUnreadable(expression) : this;
      inference.infer(inner.expression, inner.pointer);
    }
    return UNKNOWN_TYPE;
  }

  #insideUnreadable(loop: Expression): TypeInference {
    const as: unknown = 'as' in loop ? loop.as : undefined;
    return new TypeInference(openRoots(this.#roots, typeof as === 'string' ? as : ''), this.#list);
  }

  #from(expression: FromExpression, pointer: string): ValueType {
    const type = this.#path(expression.from, pointerTo(pointer, 'from'));
    if (expression.default !== undefined) {
      return unionType([withoutNull(type), this.infer(expression.default, pointerTo(pointer, 'default'))]);
    }
    if (expression.optional === true) return withMissing(type, type.isUnknown || type.canBeMissing);
    if (type.canBeMissing)
      this.#list.report('language.mapping.may_be_missing', pointerTo(pointer, 'from'), { path: expression.from });
    return withMissing(type, false);
  }

  #path(text: string, pointer: string): ValueType {
    const parsed = parsePath(text);
    return 'path' in parsed ? this.#typeOfPath(parsed.path, text, pointer) : UNKNOWN_TYPE;
  }

  /** The type at a path inside a value that is sure to be there. */
  inner(type: ValueType, path: string, pointer: string): ValueType {
    const parsed = parseInnerPath(path);
    if ('reason' in parsed) return UNKNOWN_TYPE;
    const found = typeAt(type, parsed.segments);
    return 'unknownName' in found ? this.#unknownPath(found, path, pointer) : withMissing(found, false);
  }

  #typeOfPath(path: Path, text: string, pointer: string): ValueType {
    const { types, isOpen } = this.#roots;
    const root = types.get(path.root) ?? (isOpen ? UNKNOWN_TYPE : undefined);
    const type =
      root === undefined ? { unknownName: path.root, known: [...types.keys()] } : typeAt(root, path.segments);
    return 'unknownName' in type ? this.#unknownPath(type, text, pointer) : type;
  }

  #unknownPath({ unknownName, known }: UnknownName, path: string, pointer: string): ValueType {
    const context = { path, name: unknownName, hint: didYouMean(unknownName, known), allowed: listNames(known) };
    this.#list.report('language.mapping.unknown_path', pointer, context);
    return UNKNOWN_TYPE;
  }

  #template(template: string, pointer: string): ValueType {
    const parts = parseTemplate(template);
    const at = pointerTo(pointer, 'template');
    for (const part of 'reason' in parts ? [] : parts) {
      if (part.kind === 'text') continue;
      const text = [part.path.root, ...part.path.segments].join('.');
      const type = this.#typeOfPath(part.path, text, at);
      const hasFallback = part.fallback !== undefined;
      if (type.canBeMissing && !hasFallback) this.#list.report('language.mapping.may_be_missing', at, { path: text });
      this.expectKinds(hasFallback ? withoutNull(type) : type, SCALARS, at);
    }
    return kindsType(KIND.text);
  }

  #function(expression: FunctionExpression, pointer: string): ValueType {
    const called = functionNamed(expression.fn);
    if (called === undefined) return UNKNOWN_TYPE;
    const types = (expression.args ?? []).map((argument, index) => {
      const parameter = parameterAt(called, index);
      const at = pointerTo(pointer, 'args', index);
      const isReadable = !this.#list.unreadable.has(at);
      const isPlainPath = isReadable && 'from' in argument && argument.default === undefined;
      const type = this.infer(
        parameter?.takesMissing === true && isPlainPath ? { ...argument, optional: true } : argument,
        at,
      );
      this.expectKinds(
        parameter?.takesMissing === true ? withMissing(type, false) : type,
        parameter?.kinds ?? ALL_KINDS,
        at,
      );
      return type;
    });
    return inferResult(called, types);
  }

  #object(fields: Readonly<Record<string, Expression>>, pointer: string): ValueType {
    const types = Object.keys(fields).map((name) => {
      return [name, this.infer(fields[name] as Expression, pointerTo(pointer, 'object', name))] as const;
    });
    return objectType(new Map(types));
  }

  #each(expression: EachExpression, pointer: string): ValueType {
    const inner = this.within(expression.as, this.itemType(expression.each, pointerTo(pointer, 'each')));
    if (expression.where !== undefined) inner.condition(expression.where, pointerTo(pointer, 'where'));
    return listType(inner.infer(expression.to, pointerTo(pointer, 'to')));
  }

  #table(expression: TableExpression, pointer: string): ValueType {
    const types = Object.keys(expression.table).map((key) => constantType(expression.table[key] ?? null));
    const hasDefault = expression.default !== undefined;
    const key = this.infer(expression.key, pointerTo(pointer, 'key'));
    this.expectKinds(hasDefault ? withoutNull(key) : key, SCALARS, pointerTo(pointer, 'key'));
    if (expression.default !== undefined) types.push(this.infer(expression.default, pointerTo(pointer, 'default')));
    return unionType(types);
  }

  #cel(text: string, pointer: string): ValueType {
    const result = this.#checkCel()(text);
    if ('type' in result) return result.type;
    this.#list.report('language.mapping.cel_type', pointer, { reason: result.reason });
    return UNKNOWN_TYPE;
  }
}
