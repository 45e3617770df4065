/** Finds events to try a flow with: its own, and while it has too few, those that other flows of the same event got. */
import type { Database } from '../db/index.ts';
import { isObject, type JsonObject, type JsonValue, ownValue, parseJson } from '../foundation/index.ts';
import { type BodyFormat, parseEventBody } from '../runs/index.ts';
import { type FlowEventRow, findFlowsOfEvent, listFlowEvents } from './flow-event.store.ts';
import type { SampleFlow } from './sample.ts';
import type { FlowEvent } from './sample-source.ts';

/** Bytes of a body in a list; a larger event can be taken all the same. */
const MAX_LISTED_BODY_BYTES = 65_536;

/** Finds the newest events for a flow whose draft has this trigger. */
export async function findFlowEvents(
  database: Database,
  flow: SampleFlow,
  { trigger, limit }: { trigger: JsonObject; limit: number },
): Promise<readonly FlowEvent[]> {
  const bounds = { limit, maxBodyBytes: MAX_LISTED_BODY_BYTES };
  const own = await listFlowEvents(database, flow.workspaceId, { ...bounds, flowIds: [flow.flowId] });
  const events = own.map((row) => eventOf(row, bodyFormatOf(trigger)));
  if (own.length >= limit) return events;
  const others = await flowsOfSameEvent(database, flow, trigger);
  const rows = await listFlowEvents(database, flow.workspaceId, {
    flowIds: [...others.keys()],
    limit: limit - own.length,
    maxBodyBytes: MAX_LISTED_BODY_BYTES,
  });
  const foreign = rows.map((row): FlowEvent => {
    const from = others.get(row.flowId);
    return { ...eventOf(row, from?.bodyFormat ?? 'json'), fromFlow: from?.name ?? '' };
  });
  return [...events, ...foreign].toSorted((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime());
}

/** How the trigger of a document reads its events. */
export function bodyFormatOf(trigger: JsonObject): BodyFormat {
  return ownValue(trigger, 'bodyFormat') === 'form' ? 'form' : 'json';
}

async function flowsOfSameEvent(database: Database, flow: SampleFlow, trigger: JsonObject) {
  const [connector, event] = [ownValue(trigger, 'connector'), ownValue(trigger, 'event')];
  if (typeof connector !== 'string' || typeof event !== 'string') return new Map();
  const candidates = await findFlowsOfEvent(database, flow, { connector, event });
  const found = candidates.flatMap(({ id, name, document }) => {
    const theirs = triggerOf(parseJson(document));
    const isSame = ownValue(theirs, 'connector') === connector && ownValue(theirs, 'event') === event;
    return isSame ? [[id, { name, bodyFormat: bodyFormatOf(theirs) }] as const] : [];
  });
  return new Map(found);
}

function triggerOf(document: JsonValue): JsonObject {
  const trigger = isObject(document) ? ownValue(document, 'trigger') : undefined;
  return isObject(trigger) ? trigger : {};
}

function eventOf(row: FlowEventRow, format: BodyFormat): FlowEvent {
  const { id, receivedAt, bytes, runId, runState } = row;
  return { id, receivedAt, body: readBody(row.body, format), bytes, runId, runState };
}

function readBody(bytes: Buffer | null, format: BodyFormat): JsonValue | undefined {
  try {
    return bytes === null ? undefined : parseEventBody(bytes, format);
  } catch {
    return undefined;
  }
}
