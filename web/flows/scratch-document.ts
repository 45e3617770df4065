/** The document that a new flow begins with, from what a person chose: what starts it, and its first step. */
import type { FlowDocument, Step, TriggerSignature } from '../../src/language/index.ts';
import type { Connector } from './flow-queries.ts';

export interface ScratchChoice {
  /** The connector's event; left out, any system may send. */
  readonly trigger?: {
    readonly connector: string;
    readonly event: string;
    /** As the connector says it. */
    readonly signature: TriggerSignature;
    readonly connection?: string;
  };
  readonly step?: { readonly connection: string; readonly operation: string; readonly title: string };
}

/** The server puts in the name and the title. The first step maps nothing yet: the builder says what it needs. */
export function scratchDocument({ trigger, step }: ScratchChoice): FlowDocument {
  return {
    holdfast: 1,
    name: '',
    title: '',
    trigger: triggerOf(trigger),
    steps: step === undefined ? [] : [stepOf(step)],
  };
}

function triggerOf(trigger: ScratchChoice['trigger']): FlowDocument['trigger'] {
  if (trigger === undefined) return { kind: 'webhook', signature: { kind: 'standard_webhooks' } };
  const { connector, event, connection, signature } = trigger;
  return {
    kind: 'webhook',
    connector,
    event,
    ...(connection === undefined ? {} : { connection }),
    signature,
  };
}

function stepOf({ connection, operation, title }: NonNullable<ScratchChoice['step']>): Step {
  return { kind: 'call', key: operation, title, connection, operation, input: { object: {} } };
}

/** Connectors whose events can start a flow. */
export function withTriggers(connectors: readonly Connector[]): readonly Connector[] {
  return connectors.filter(({ triggers }) => triggers.length > 0);
}
