/**
 * Checks a flow against the connectors it uses, when it is saved and when it is published: connections and operations that
 * do not exist, inputs that do not fit, outputs read before they are there, promises that are missing.
 */
import type { JsonValue, Problem } from '../../foundation/index.ts';
import { didYouMean } from '../contract/near-miss.ts';
import type { SentenceContext } from '../contract/problem.ts';
import { KIND, NUMBER_KINDS } from '../contract/value-kind.ts';
import { checkExpression } from '../mapping/check-mapping.ts';
import type { Expression } from '../mapping/mapping.ts';
import { ProblemList } from '../mapping/problem-list.ts';
import { schemaType } from '../mapping/schema-type.ts';
import { TypeInference } from '../mapping/type-inference.ts';
import { kindsType, listType, objectType, UNKNOWN_TYPE, type ValueType } from '../mapping/value-type.ts';
import type { CatalogOperation, FlowCatalog } from './flow-catalog.ts';
import type { BranchStep, CallStep, EachStep, FlowDocument, FlowTrigger, Step, StepLink } from './flow-document.ts';
import { type FLOW_PROBLEMS, flowProblem } from './flow-problems.ts';
import { parseFlow } from './parse-flow.ts';
import { ScopeTypes } from './scope-types.ts';

const KEY_KINDS = KIND.text | NUMBER_KINDS;
const MAX_PROBLEMS = 100;

/** The problems of a flow, with pointers into it; none when it may be published. */
export function checkFlow(flow: FlowDocument, catalog: FlowCatalog): readonly Problem[] {
  const { problems } = parseFlow(flow as unknown as JsonValue);
  return problems.length > 0 ? problems : new FlowChecker(flow, catalog).check();
}

/** Set by the sender, the body or the credential: a key there would be lost, and retries would not be protected by it. */
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'transfer-encoding',
  'x-api-key',
]);

class FlowChecker {
  readonly #flow: FlowDocument;
  readonly #catalog: FlowCatalog;
  readonly #list = new ProblemList(MAX_PROBLEMS);

  constructor(flow: FlowDocument, catalog: FlowCatalog) {
    this.#flow = flow;
    this.#catalog = catalog;
  }

  check(): readonly Problem[] {
    const { trigger, orderKey, steps } = this.#flow;
    const scope = ScopeTypes.start(this.#triggerType(trigger));
    if (trigger.when !== undefined) this.#condition(trigger.when, scope, '/trigger/when');
    if (orderKey !== undefined) {
      const type = this.#infer(orderKey, scope, '/orderKey');
      this.#inference(scope).expectKinds(type, KEY_KINDS | KIND.null, '/orderKey');
    }
    this.#steps(steps, scope, '/steps');
    return this.#list.problems;
  }

  #triggerType({ connector, event, schema, bodyFormat }: FlowTrigger): ValueType {
    if (connector === undefined || event === undefined) {
      const isForm = bodyFormat === 'form' && schema === undefined;
      return isForm ? kindsType(KIND.object) : schemaType(schema ?? true);
    }
    const found = this.#catalog.triggerSchema(connector, event);
    if (found !== undefined) return schemaType(found);
    const hint = didYouMean(event, this.#catalog.names.events(connector));
    this.#report('language.flow.unknown_event', '/trigger/event', { connector, name: event, hint });
    return UNKNOWN_TYPE;
  }

  #steps(steps: readonly Step[], scope: ScopeTypes, pointer: string): void {
    for (const [index, step] of steps.entries()) {
      const output = this.#step(step, scope, `${pointer}/${index}`);
      if (output !== undefined) scope.add(step.key, output);
    }
  }

  /** The type of the step's output, or undefined when it has none. */
  #step(step: Step, scope: ScopeTypes, pointer: string): ValueType | undefined {
    switch (step.kind) {
      case 'call':
        return this.#call(step, scope, pointer);
      case 'map':
        return this.#infer(step.to, scope, `${pointer}/to`);
      case 'filter':
        this.#condition(step.when, scope, `${pointer}/when`);
        return undefined;
      case 'branch':
        this.#branch(step, scope, pointer);
        return undefined;
      case 'each':
        return this.#each(step, scope, pointer);
      case 'delay':
        if (step.until !== undefined) this.#expect(step.until, KIND.text, { scope, pointer: `${pointer}/until` });
        return undefined;
    }
  }

  #branch(step: BranchStep, scope: ScopeTypes, pointer: string): void {
    const ways: (readonly [readonly Step[], string])[] = step.cases.map((branch, index) => {
      this.#condition(branch.when, scope, `${pointer}/cases/${index}/when`);
      return [branch.steps, `${pointer}/cases/${index}/steps`];
    });
    if (step.otherwise !== undefined) ways.push([step.otherwise, `${pointer}/otherwise`]);
    const made = ways.map(([steps, at]) => {
      const inner = scope.branch();
      this.#steps(steps, inner, at);
      return inner;
    });
    for (const inner of made) scope.adoptFrom(inner);
  }

  #each(step: EachStep, scope: ScopeTypes, pointer: string): ValueType {
    const item = this.#inference(scope).itemType(step.over, `${pointer}/over`);
    const inner = scope.branch([
      [step.as, item],
      [`${step.as}Index`, kindsType(KIND.integer)],
    ]);
    if (step.itemKey !== undefined)
      this.#expect(step.itemKey, KEY_KINDS, { scope: inner, pointer: `${pointer}/itemKey` });
    this.#steps(step.steps, inner, `${pointer}/steps`);
    const output = inner.outputOf(step.steps.at(-1)?.key ?? '') ?? UNKNOWN_TYPE;
    return listType(
      objectType(
        new Map([
          ['key', kindsType(KIND.text)],
          ['output', output],
        ]),
      ),
    );
  }

  #call(step: CallStep, scope: ScopeTypes, pointer: string): ValueType {
    const connector = this.#connectorOf(step.connection, `${pointer}/connection`);
    if (connector === undefined) {
      this.#infer(step.input, scope, `${pointer}/input`);
      return UNKNOWN_TYPE;
    }
    const operation = this.#operation(connector, step.operation, `${pointer}/operation`);
    const input = operation === undefined ? UNKNOWN_TYPE : schemaType(operation.input);
    this.#target(step.input, input, { scope, pointer: `${pointer}/input` });
    if (operation !== undefined) this.#declaration(step, operation, pointer);
    const output = operation === undefined ? UNKNOWN_TYPE : schemaType(operation.output);
    if (step.link !== undefined) this.#link(step.link, { connector, output, scope, pointer: `${pointer}/link` });
    return output;
  }

  #declaration(step: CallStep, operation: CatalogOperation, pointer: string): void {
    if (operation.class === 'author' && step.declare === undefined) {
      this.#report('language.flow.declare_needed', pointer, { name: step.operation });
    }
    if (operation.class !== 'author' && step.declare !== undefined) {
      this.#report('language.flow.declare_not_needed', `${pointer}/declare`, { name: step.operation });
    }
    const header = step.declare?.idempotency?.header;
    if (header === undefined || !RESERVED_HEADERS.has(header.toLowerCase())) return;
    this.#report('language.flow.key_header', `${pointer}/declare/idempotency/header`, { name: header });
  }

  #link(link: StepLink, at: { connector: string; output: ValueType; scope: ScopeTypes; pointer: string }): void {
    const { scope, pointer } = at;
    if (this.#flow.orderKey === undefined) this.#report('language.flow.link_order', pointer, {});
    this.#expect(link.source, KEY_KINDS, { scope, pointer: `${pointer}/source` });
    const id = this.#inference(scope).inner(at.output, link.id, `${pointer}/id`);
    const operation = this.#operation(at.connector, link.update.operation, `${pointer}/update/operation`);
    const inner = scope.branch([['link', objectType(new Map([['id', id]]))]]);
    const input = operation === undefined ? UNKNOWN_TYPE : schemaType(operation.input);
    this.#target(link.update.input, input, { scope: inner, pointer: `${pointer}/update/input` });
  }

  #connectorOf(name: string, pointer: string): string | undefined {
    const connection = this.#catalog.connection(name);
    if (connection !== undefined) return connection.connector;
    const hint = didYouMean(name, this.#catalog.names.connections());
    this.#report('language.flow.unknown_connection', pointer, { name, hint });
    return undefined;
  }

  #operation(connector: string, name: string, pointer: string): CatalogOperation | undefined {
    const operation = this.#catalog.operation(connector, name);
    if (operation !== undefined) return operation;
    const hint = didYouMean(name, this.#catalog.names.operations(connector));
    this.#report('language.flow.unknown_operation', pointer, { connector, name, hint });
    return undefined;
  }

  #target(mapping: Expression, target: ValueType, at: { scope: ScopeTypes; pointer: string }): void {
    checkExpression({ mapping, pointer: at.pointer, target }, this.#inference(at.scope), this.#list);
  }

  #expect(expression: Expression, kinds: number, at: { scope: ScopeTypes; pointer: string }): void {
    this.#target(expression, kindsType(kinds), at);
  }

  #infer(expression: Expression, scope: ScopeTypes, pointer: string): ValueType {
    return this.#inference(scope).infer(expression, pointer);
  }

  #condition(text: string, scope: ScopeTypes, pointer: string): void {
    this.#inference(scope).condition(text, pointer);
  }

  #inference(scope: ScopeTypes): TypeInference {
    return new TypeInference(scope.roots(), this.#list);
  }

  #report(code: keyof typeof FLOW_PROBLEMS, pointer: string, context: SentenceContext): void {
    this.#list.add(flowProblem(code, pointer, context));
  }
}
