/**
 * Checks a flow against the connectors it uses, when it is saved and when it is published: connections and operations that
 * do not exist, inputs that do not fit, outputs read before they are there, promises that are missing.
 */
import type { JsonValue, Problem } from '../../foundation/index.ts';
import { didYouMean } from '../contract/near-miss.ts';
import { listNames, type SentenceContext } from '../contract/problem.ts';
import { KIND, NUMBER_KINDS } from '../contract/value-kind.ts';
import { checkExpression } from '../mapping/check-mapping.ts';
import { ProblemList } from '../mapping/problem-list.ts';
import { schemaType } from '../mapping/schema-type.ts';
import { TypeInference } from '../mapping/type-inference.ts';
import { kindsType, listType, objectType, UNKNOWN_TYPE, type ValueType } from '../mapping/value-type.ts';
import type { CatalogOperation, FlowCatalog } from './flow-catalog.ts';
import type { FlowDocument } from './flow-document.ts';
import type { DraftOf, ExpressionDraft, FlowDraft, StepDraft, TriggerDraft } from './flow-draft.ts';
import { type FLOW_PROBLEMS, flowProblem, MAX_FLOW_PROBLEMS } from './flow-problems.ts';
import { readFlow } from './parse-flow.ts';
import { ScopeTypes } from './scope-types.ts';

type LinkDraft = NonNullable<DraftOf<'call'>['link']>;

const KEY_KINDS = KIND.text | NUMBER_KINDS;

/**
 * The problems of a flow, with pointers into it; none when it may be published. What is wrong with its form and what does
 * not fit its catalog are told together: parts that cannot be read are left out of the judgement, and so is what hangs on them.
 */
export function checkFlow(flow: FlowDocument | JsonValue, catalog: FlowCatalog): readonly Problem[] {
  const { draft, problems, unreadable } = readFlow(flow as JsonValue);
  if (draft === null) return problems;
  const list = new ProblemList(MAX_FLOW_PROBLEMS - problems.length, unreadable);
  new FlowChecker({ flow: draft, catalog, list }).check();
  return [...problems, ...list.problems];
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
  readonly #flow: FlowDraft;
  readonly #catalog: FlowCatalog;
  readonly #list: ProblemList;

  constructor(deps: { flow: FlowDraft; catalog: FlowCatalog; list: ProblemList }) {
    this.#flow = deps.flow;
    this.#catalog = deps.catalog;
    this.#list = deps.list;
  }

  check(): void {
    const { trigger, orderKey, steps } = this.#flow;
    if (trigger) this.#triggerConnection(trigger);
    const scope = ScopeTypes.start(trigger ? this.#triggerType(trigger) : UNKNOWN_TYPE);
    this.#condition(trigger?.when, scope, '/trigger/when');
    if (orderKey) {
      const type = this.#infer(orderKey, scope, '/orderKey');
      this.#inference(scope).expectKinds(type, KEY_KINDS | KIND.null, '/orderKey');
    }
    this.#steps(steps ?? [], scope, '/steps');
  }

  #triggerType({ connector, event, schema, bodyFormat }: TriggerDraft): ValueType {
    if (connector === undefined && event === undefined) {
      const isForm = bodyFormat === 'form' && schema === undefined;
      if (isForm) return kindsType(KIND.object);
      return schema === null || this.#list.unreadable.has('/trigger/schema')
        ? UNKNOWN_TYPE
        : schemaType(schema ?? true);
    }
    if (typeof connector !== 'string' || !this.#isConnector(connector) || typeof event !== 'string')
      return UNKNOWN_TYPE;
    const found = this.#catalog.triggerSchema(connector, event);
    if (found !== undefined) return schema === undefined ? schemaType(found) : UNKNOWN_TYPE;
    const hint = didYouMean(event, this.#catalog.names.events(connector));
    this.#report('language.flow.unknown_event', '/trigger/event', { connector, name: event, hint });
    return UNKNOWN_TYPE;
  }

  #triggerConnection({ connection, connector }: TriggerDraft): void {
    if (typeof connection !== 'string') return;
    const pointer = '/trigger/connection';
    const given = this.#connectorOf(connection, pointer);
    if (connector === undefined) this.#report('language.flow.trigger_connection_unused', pointer, {});
    if (given === undefined || typeof connector !== 'string' || given === connector) return;
    this.#report('language.flow.trigger_connection', pointer, { name: connection, given, connector });
  }

  #isConnector(name: string): boolean {
    const known = this.#catalog.names.connectors();
    if (known.includes(name)) return true;
    const context = { name, hint: didYouMean(name, known), allowed: listNames(known) };
    this.#report('language.flow.unknown_connector', '/trigger/connector', context);
    return false;
  }

  #steps(steps: readonly (StepDraft | null)[], scope: ScopeTypes, pointer: string): void {
    for (const [index, step] of steps.entries()) {
      const at = `${pointer}/${index}`;
      const output = step === null ? undefined : this.#step(step, scope, at);
      if (!step?.kind || !step.key) scope.loseTrack();
      if (!step?.key || output === undefined) continue;
      scope.add(step.key, this.#list.unreadable.has(`${at}/key`) ? UNKNOWN_TYPE : output);
    }
  }

  /** The type of the step's output, or undefined when it has none. */
  #step(step: StepDraft, scope: ScopeTypes, pointer: string): ValueType | undefined {
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
        this.#expect(step.until, KIND.text, { scope, pointer: `${pointer}/until` });
        return undefined;
      default:
        return UNKNOWN_TYPE;
    }
  }

  #branch({ cases, otherwise }: DraftOf<'branch'>, scope: ScopeTypes, pointer: string): void {
    const ways = (cases ?? [null]).map((branch, index) => {
      this.#condition(branch?.when, scope, `${pointer}/cases/${index}/when`);
      return { steps: branch?.steps, at: `${pointer}/cases/${index}/steps` };
    });
    if (otherwise !== undefined) ways.push({ steps: otherwise, at: `${pointer}/otherwise` });
    const made = ways.map(({ steps, at }) => {
      const inner = scope.branch();
      if (!steps) inner.loseTrack();
      this.#steps(steps ?? [], inner, at);
      return inner;
    });
    for (const inner of made) scope.adoptFrom(inner);
  }

  #each(step: DraftOf<'each'>, scope: ScopeTypes, pointer: string): ValueType {
    const inner = this.#itemScope(step, scope, pointer);
    this.#expect(step.itemKey, KEY_KINDS, { scope: inner, pointer: `${pointer}/itemKey` });
    this.#steps(step.steps ?? [], inner, `${pointer}/steps`);
    const output = inner.outputOf(step.steps?.at(-1)?.key ?? '') ?? UNKNOWN_TYPE;
    return listType(
      objectType(
        new Map([
          ['key', kindsType(KIND.text)],
          ['output', output],
        ]),
      ),
    );
  }

  #itemScope({ over, as }: DraftOf<'each'>, scope: ScopeTypes, pointer: string): ScopeTypes {
    const item = over ? this.#inference(scope).itemType(over, `${pointer}/over`) : UNKNOWN_TYPE;
    if (typeof as !== 'string' || this.#list.unreadable.has(`${pointer}/as`)) return scope.branchUnreadable(as ?? '');
    return scope.branchOf(as, item);
  }

  #call(step: DraftOf<'call'>, scope: ScopeTypes, pointer: string): ValueType {
    const connector = this.#connectorOf(step.connection, `${pointer}/connection`);
    const operation = this.#operation(connector, step.operation, `${pointer}/operation`);
    const input = operation === undefined ? UNKNOWN_TYPE : schemaType(operation.input);
    this.#target(step.input, input, { scope, pointer: `${pointer}/input` });
    if (operation !== undefined) this.#declaration(step, operation, pointer);
    const output = operation === undefined ? UNKNOWN_TYPE : schemaType(operation.output);
    if (step.link) this.#link(step.link, { connector, output, scope, pointer: `${pointer}/link` });
    return output;
  }

  #declaration({ declare, operation }: DraftOf<'call'>, { class: known }: CatalogOperation, pointer: string): void {
    const name = operation ?? '';
    if (known === 'author' && declare === undefined) this.#report('language.flow.declare_needed', pointer, { name });
    if (known !== 'author' && declare !== undefined) {
      this.#report('language.flow.declare_not_needed', `${pointer}/declare`, { name });
    }
    const header = declare?.idempotency?.header;
    if (!header || !RESERVED_HEADERS.has(header.toLowerCase())) return;
    this.#report('language.flow.key_header', `${pointer}/declare/idempotency/header`, { name: header });
  }

  #link(
    link: LinkDraft,
    at: { connector: string | undefined; output: ValueType; scope: ScopeTypes; pointer: string },
  ): void {
    const { scope, pointer } = at;
    if (this.#flow.orderKey === undefined) this.#report('language.flow.link_order', pointer, {});
    this.#expect(link.source, KEY_KINDS, { scope, pointer: `${pointer}/source` });
    const id = link.id ? this.#inference(scope).inner(at.output, link.id, `${pointer}/id`) : UNKNOWN_TYPE;
    const operation = this.#operation(at.connector, link.update?.operation, `${pointer}/update/operation`);
    const inner = scope.branch([['link', objectType(new Map([['id', id]]))]]);
    const input = operation === undefined ? UNKNOWN_TYPE : schemaType(operation.input);
    this.#target(link.update?.input, input, { scope: inner, pointer: `${pointer}/update/input` });
  }

  /** The connector behind a connection; undefined when there is none, or when its name cannot be read. */
  #connectorOf(name: string | null | undefined, pointer: string): string | undefined {
    const connection = typeof name === 'string' ? this.#catalog.connection(name) : undefined;
    if (connection !== undefined || typeof name !== 'string') return connection?.connector;
    const hint = didYouMean(name, this.#catalog.names.connections());
    this.#report('language.flow.unknown_connection', pointer, { name, hint });
    return undefined;
  }

  #operation(
    connector: string | undefined,
    name: string | null | undefined,
    pointer: string,
  ): CatalogOperation | undefined {
    if (connector === undefined || typeof name !== 'string') return undefined;
    const operation = this.#catalog.operation(connector, name);
    if (operation !== undefined) return operation;
    const hint = didYouMean(name, this.#catalog.names.operations(connector));
    this.#report('language.flow.unknown_operation', pointer, { connector, name, hint });
    return undefined;
  }

  #target(mapping: ExpressionDraft, target: ValueType, at: { scope: ScopeTypes; pointer: string }): void {
    if (mapping) checkExpression({ mapping, pointer: at.pointer, target }, this.#inference(at.scope), this.#list);
  }

  #expect(expression: ExpressionDraft, kinds: number, at: { scope: ScopeTypes; pointer: string }): void {
    this.#target(expression, kindsType(kinds), at);
  }

  #infer(expression: ExpressionDraft, scope: ScopeTypes, pointer: string): ValueType {
    return expression ? this.#inference(scope).infer(expression, pointer) : UNKNOWN_TYPE;
  }

  #condition(text: string | null | undefined, scope: ScopeTypes, pointer: string): void {
    if (typeof text === 'string') this.#inference(scope).condition(text, pointer);
  }

  #inference(scope: ScopeTypes): TypeInference {
    return new TypeInference(scope.roots(), this.#list);
  }

  #report(code: keyof typeof FLOW_PROBLEMS, pointer: string, context: SentenceContext): void {
    this.#list.add(flowProblem(code, pointer, context));
  }
}
