/**
 * Two documents of one flow, as a list of sentences that a person can read before publishing. Drafts are compared too, so
 * nothing is taken for granted about their form.
 */
import {
  canonicalJson,
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  ownValue,
} from '../../foundation/index.ts';
import { compareExpressions, compareValues, type PlacedChange } from './compare-expressions.ts';
import { compareSteps, stepText } from './compare-steps.ts';
import { type RawGroup, type RawStep, rawSteps } from './raw-steps.ts';

/** One difference between two documents. */
export interface FlowChange {
  /** Key of the step that it is about, as the newer document has it; null for the flow as a whole. */
  readonly stepKey: string | null;
  /** RFC 6901 pointer into the newer document; of what was removed, into the older. */
  readonly pointer: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** One sentence without its full stop. */
  readonly text: string;
}

/** Nobody reads more. */
const MAX_CHANGES = 500;

const FLOW_VALUES: Readonly<Record<string, string>> = {
  name: 'the name',
  title: 'the title',
  description: 'the description',
};

const TRIGGER_VALUES: Readonly<Record<string, string>> = {
  connector: 'the connector of the trigger',
  event: 'the event of the trigger',
  connection: 'the connection of the trigger',
  signature: 'the signature of the trigger',
  bodyFormat: 'the form of the event',
  dedupe: 'what makes two deliveries the same event',
  when: 'the condition of the trigger',
  schema: 'the schema of the event',
};

/** The differences that make the document `to` out of the document `from`; none when they mean the same. */
export function compareFlows(from: JsonValue, to: JsonValue): readonly FlowChange[] {
  const [before, after] = [isObject(from) ? from : makeObject(), isObject(to) ? to : makeObject()];
  const frame = compareFrames(before, after).map((change) => ({ ...change, stepKey: null }));
  return [...frame, ...new StepComparison(rawSteps(before), rawSteps(after)).changes()].slice(0, MAX_CHANGES);
}

function compareFrames(before: JsonObject, after: JsonObject): readonly PlacedChange[] {
  const [oldTrigger, newTrigger] = [partOf(before, 'trigger'), partOf(after, 'trigger')];
  return [
    ...Object.entries(FLOW_VALUES).flatMap(([name, subject]) =>
      compareValues(ownValue(before, name), ownValue(after, name), { pointer: `/${name}`, subject }),
    ),
    ...Object.entries(TRIGGER_VALUES).flatMap(([name, subject]) =>
      compareValues(ownValue(oldTrigger, name), ownValue(newTrigger, name), { pointer: `/trigger/${name}`, subject }),
    ),
    ...compareExpressions(ownValue(before, 'orderKey'), ownValue(after, 'orderKey'), {
      pointer: '/orderKey',
      subject: 'the order key',
    }),
  ];
}

function partOf(document: JsonObject, name: string): JsonObject {
  const part = ownValue(document, name);
  return isObject(part) ? part : makeObject();
}

class StepComparison {
  readonly #before: ReadonlyMap<string, RawStep>;
  readonly #after: ReadonlyMap<string, RawStep>;
  /** New key of a step that only changed its key, to its old one. */
  readonly #oldKeys: ReadonlyMap<string, string>;
  readonly #moved: ReadonlySet<string>;

  constructor(before: readonly RawStep[], after: readonly RawStep[]) {
    this.#before = new Map(before.map((step) => [step.key, step]));
    this.#after = new Map(after.map((step) => [step.key, step]));
    this.#oldKeys = new Map(renamedKeys(this.#before, this.#after));
    this.#moved = this.#findMoved();
  }

  changes(): readonly FlowChange[] {
    const present = [...this.#after.values()].flatMap((step) => this.#compare(step));
    const kept = new Set([...this.#after.keys()].map((key) => this.#oldKeys.get(key) ?? key));
    const gone = [...this.#before.values()].filter(({ key }) => !kept.has(key));
    const removed = gone.map(({ key, pointer }): FlowChange => {
      return { stepKey: key, pointer, kind: 'removed', text: `step ${key} was removed` };
    });
    return [...present, ...removed];
  }

  #compare(after: RawStep): readonly FlowChange[] {
    const { key, pointer, step } = after;
    const before = this.#oldOf(key);
    const at = { stepKey: key, pointer };
    if (before === undefined) return [{ ...at, kind: 'added', text: `step ${key} was added: ${stepText(step)}` }];
    const isRenamed = before.key !== key;
    const inner = compareSteps(before.step, step, pointer);
    return [
      ...(isRenamed ? [{ ...at, kind: 'changed' as const, text: `step ${before.key} is now called ${key}` }] : []),
      ...(this.#moved.has(key) ? [{ ...at, kind: 'moved' as const, text: this.#movedText(after) }] : []),
      ...inner.map((change) => ({ ...change, stepKey: key, text: `step ${key}: ${change.text}` })),
    ];
  }

  #oldOf(key: string): RawStep | undefined {
    return this.#before.get(this.#oldKeys.get(key) ?? key);
  }

  /** Of the steps that both documents have: those in another list, and those that left the order of the others. */
  #findMoved(): ReadonlySet<string> {
    const order = new Map([...this.#before.keys()].map((key, index) => [key, index]));
    const moved = new Set<string>();
    const lists = new Map<string, { key: string; position: number }[]>();
    for (const { key, group } of this.#after.values()) {
      const before = this.#oldOf(key);
      if (before === undefined) continue;
      if (groupId(before.group) !== this.#oldGroupId(group)) moved.add(key);
      else listOf(lists, groupId(group)).push({ key, position: order.get(before.key) ?? 0 });
    }
    for (const list of lists.values()) for (const key of outOfOrder(list)) moved.add(key);
    return moved;
  }

  #oldGroupId({ parent, name }: RawGroup): string {
    return groupId({ parent: parent === null ? null : (this.#oldKeys.get(parent) ?? parent), name });
  }

  #movedText({ key, group }: RawStep): string {
    const siblings = [...this.#after.values()].filter((each) => groupId(each.group) === groupId(group));
    const previous = siblings[siblings.findIndex((each) => each.key === key) - 1];
    const place = previous === undefined ? 'first' : `after ${previous.key}`;
    const inside =
      group.parent === null ? '' : ` in ${group.name === 'steps' ? '' : `${group.name} of `}${group.parent}`;
    return `step ${key} moved: it now comes ${place}${inside}`;
  }
}

function groupId({ parent, name }: RawGroup): string {
  return `${parent ?? ''}/${name}`;
}

function listOf<T>(lists: Map<string, T[]>, id: string): T[] {
  const list = lists.get(id) ?? [];
  lists.set(id, list);
  return list;
}

/** Steps of another key with the same contents: the key alone was changed. Pairs of new and old key. */
function* renamedKeys(
  before: ReadonlyMap<string, RawStep>,
  after: ReadonlyMap<string, RawStep>,
): Generator<[string, string]> {
  const gone = new Map<string, string>();
  for (const [key, { step }] of before) if (!after.has(key)) gone.set(contentsOf(step), key);
  for (const [key, { step }] of after) {
    const old = before.has(key) ? undefined : gone.get(contentsOf(step));
    if (old === undefined) continue;
    gone.delete(contentsOf(step));
    yield [key, old];
  }
}

function contentsOf(step: JsonObject): string {
  return canonicalJson(makeObject(Object.entries(step).filter(([name]) => name !== 'key')));
}

/** The fewest keys that have to move for the rest to keep their old order: all beside a longest rising sequence. */
function outOfOrder(list: readonly { readonly key: string; readonly position: number }[]): readonly string[] {
  const best: { readonly length: number; readonly previous: number }[] = [];
  for (const [index, { position }] of list.entries()) {
    let chosen = { length: 1, previous: -1 };
    for (const [earlier, other] of list.slice(0, index).entries()) {
      const length = (best[earlier]?.length ?? 0) + 1;
      if (other.position < position && length > chosen.length) chosen = { length, previous: earlier };
    }
    best.push(chosen);
  }
  const kept = new Set<number>();
  let at = best.reduce((longest, { length }, index) => (length > (best[longest]?.length ?? 0) ? index : longest), 0);
  while (at >= 0 && !kept.has(at) && at < list.length) {
    kept.add(at);
    at = best[at]?.previous ?? -1;
  }
  return list.filter((_, index) => !kept.has(index)).map(({ key }) => key);
}
