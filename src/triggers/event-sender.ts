/** Puts an event into a flow by hand, for a caller who has proven who they are: no signature, otherwise the same rules. */
import type { FlowLibrary } from '../flows/index.ts';
import type { WorkspaceId } from '../foundation/index.ts';
import { parseEventBody, type RunAcceptor } from '../runs/index.ts';
import { checkContentType, defaultContentType } from './content-type.ts';
import { checkBodySize } from './delivery.ts';
import { fail } from './errors.ts';
import { type AcceptedEvent, acceptedEvent } from './hook-receiver.ts';

export interface EventSenderDeps {
  readonly flows: Pick<FlowLibrary, 'find' | 'compiled'>;
  readonly acceptor: Pick<RunAcceptor, 'accept'>;
}

export interface SentEvent {
  readonly workspaceId: WorkspaceId;
  readonly flowName: string;
  readonly bytes: Uint8Array;
  /** Default: what the flow takes. */
  readonly contentType?: string;
  /** The same key is the same event for as long as it is kept. Without it every event is a new one. */
  readonly dedupeKey?: string;
}

export class EventSender {
  readonly #deps: EventSenderDeps;

  constructor(deps: EventSenderDeps) {
    this.#deps = deps;
  }

  /**
   * Accepts an event for the live version of a flow; resolves after the commit. Throws `flows.flow.not_found`,
   * `triggers.flow.not_live`, `triggers.body.*`, `triggers.event.key_reused`, `foundation.json.*`, `runs.event.*` and `db.*`.
   */
  async send(sent: SentEvent): Promise<AcceptedEvent> {
    const { workspaceId, bytes, dedupeKey } = sent;
    checkBodySize(bytes);
    const flow = await this.#deps.flows.find(workspaceId, sent.flowName);
    if (flow.liveVersion === null) throw fail('triggers.flow.not_live');
    const { document } = await this.#deps.flows.compiled(workspaceId, flow.id, flow.liveVersion);
    const format = document.trigger.bodyFormat ?? 'json';
    const contentType = checkContentType(format, { 'content-type': sent.contentType ?? defaultContentType(format) });
    const accepted = await this.#deps.acceptor.accept({
      workspaceId,
      flowId: flow.id,
      flowVersion: flow.liveVersion,
      // A prefix of its own, so that what is sent by hand never meets the ids of the sender.
      dedupeKey: dedupeKey === undefined ? null : `sent:${dedupeKey}`,
      dedupeMemoryMs: null,
      contentType,
      headers: { 'content-type': contentType },
      bytes,
      body: parseEventBody(bytes, format),
    });
    // Whoever chooses the key by hand and gets it wrong would otherwise wait for a run that never comes.
    if (accepted.isDuplicate && !accepted.isSameBody) {
      throw fail('triggers.event.key_reused', { context: { key: dedupeKey ?? '', runId: accepted.runId } });
    }
    return acceptedEvent(accepted);
  }
}
