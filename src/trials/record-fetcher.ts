/** Fetches the newest records of a trigger's kind from the vendor, each in the shape of the event that it would have been. */
import type { ConnectionBook } from '../connections/index.ts';
import { findConnector, findOperation } from '../connectors/index.ts';
import {
  assert,
  type Clock,
  isObject,
  type JsonObject,
  type JsonValue,
  NumericText,
  ownValue,
  type WorkspaceId,
} from '../foundation/index.ts';
import { encodeRequest } from '../outbound/index.ts';
import { withoutSecrets } from '../runs/index.ts';
import { fail } from './errors.ts';
import type { FetchedRecord } from './sample-source.ts';
import { requireScopes, requireUsable, type VendorCaller } from './vendor-caller.ts';

export interface RecordFetcherDeps {
  readonly connections: ConnectionBook;
  readonly caller: VendorCaller;
  readonly clock: Clock;
}

export interface RecordOrder {
  readonly workspaceId: WorkspaceId;
  readonly trigger: JsonObject;
  /** Default: the one that the trigger names. */
  readonly connection: string | undefined;
}

const MAX_RECORDS = 10;
const FETCH_MS = 30_000;
const MAX_REASON_CHARACTERS = 500;

export class RecordFetcher {
  readonly #deps: RecordFetcherDeps;

  constructor(deps: RecordFetcherDeps) {
    this.#deps = deps;
  }

  /** Fetches the newest records; throws `trials.records.*` when there is no way, and when the vendor does not answer. */
  async fetch(order: RecordOrder): Promise<readonly FetchedRecord[]> {
    const { connector, recent } = recentOf(order.trigger);
    const named = ownValue(order.trigger, 'connection');
    const name = order.connection ?? (typeof named === 'string' ? named : undefined);
    if (name === undefined) throw fail('trials.records.no_connection', { context: { connector } });
    const connection = await this.#deps.connections.open(order.workspaceId, name);
    if (connection.connector !== connector) {
      const context = { connection: name, given: connection.connector, wanted: connector };
      throw fail('trials.records.other_connector', { context });
    }
    const operation = findOperation(connector, recent.operation);
    assert(operation.class === 'R', `${recent.operation} fetches records and writes nothing`);
    requireUsable(connection, this.#deps.clock.nowMs());
    requireScopes(connection, operation);
    const { input } = recent;
    const request = encodeRequest(connection, operation.request(input, { idempotencyKey: '', reference: '' }));
    const { judgement } = await this.#deps.caller.call({
      connection,
      operation,
      input,
      request,
      leftMs: () => FETCH_MS,
    });
    if (judgement.kind === 'failed') {
      const reason = connection.redact(judgement.failure.message).slice(0, MAX_REASON_CHARACTERS);
      throw fail('trials.records.failed', { context: { reason } });
    }
    const output = withoutSecrets(judgement.verdict.output, connection);
    return recent
      .events(output)
      .slice(0, MAX_RECORDS)
      .map((body, index) => ({ title: titleOf(body, index), body }));
  }
}

function recentOf(trigger: JsonObject) {
  const [connector, event] = [ownValue(trigger, 'connector'), ownValue(trigger, 'event')];
  if (typeof connector !== 'string' || typeof event !== 'string') throw fail('trials.records.no_event');
  const { triggers } = findConnector(connector);
  const recent = Object.hasOwn(triggers, event) ? triggers[event]?.recent : undefined;
  if (recent === undefined)
    throw fail('trials.records.not_offered', { context: { connector, event: event.slice(0, 100) } });
  return { connector, recent };
}

/** Fields by which people know a record, the best first. */
const NAMING_FIELDS = ['title', 'name', 'subject', 'number', 'email', 'id'];
const MAX_TITLE_CHARACTERS = 120;
/** An event wraps its record in an envelope or two. */
const MAX_TITLE_DEPTH = 3;

/** What a person may call the record: the best naming field of the outermost object that has one deep enough inside. */
function titleOf(body: JsonValue, index: number): string {
  const found = namesIn(body, 0).toSorted((one, other) => one.rank - other.rank || one.depth - other.depth)[0];
  return (found?.text ?? `Record ${index + 1}`).slice(0, MAX_TITLE_CHARACTERS);
}

interface FoundName {
  readonly text: string;
  readonly rank: number;
  readonly depth: number;
}

function namesIn(value: JsonValue, depth: number): FoundName[] {
  if (!isObject(value) || depth > MAX_TITLE_DEPTH) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const rank = NAMING_FIELDS.indexOf(name);
    const text =
      typeof inner === 'string' || typeof inner === 'number' || inner instanceof NumericText ? `${inner}` : '';
    if (rank !== -1 && text !== '') return [{ text, rank, depth }];
    return namesIn(inner, depth + 1);
  });
}
