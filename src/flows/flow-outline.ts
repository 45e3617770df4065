/** What a list says about a flow at a glance: what starts it and which connectors it uses. */
import { registry } from '../connectors/index.ts';
import { isObject, type JsonValue, ownValue } from '../foundation/index.ts';
import { connectionsOf } from '../language/index.ts';

export interface FlowOutline {
  readonly triggerText: string;
  /** Connector of the trigger's event. */
  readonly connector: string | undefined;
  readonly connections: readonly string[];
}

/** Reads any document, finished or not. */
export function outlineOf(document: JsonValue): FlowOutline {
  const trigger = isObject(document) ? ownValue(document, 'trigger') : undefined;
  const connector = textOf(trigger, 'connector');
  const event = textOf(trigger, 'event');
  return {
    triggerText: triggerText({ connector, event }),
    connector: connector !== undefined && registry.has(connector) ? connector : undefined,
    connections: connectionsOf(document),
  };
}

/** What starts a flow, in words: "Sandbox CRM: Deal closed won". */
export function triggerText(trigger: {
  readonly connector?: string | undefined;
  readonly event?: string | undefined;
}): string {
  const connector = registry.get(trigger.connector ?? '');
  if (connector === undefined) return 'Webhook';
  const { event = '' } = trigger;
  const found = Object.hasOwn(connector.triggers, event) ? connector.triggers[event] : undefined;
  return found === undefined ? connector.title : `${connector.title}: ${found.title}`;
}

function textOf(object: JsonValue | undefined, name: string): string | undefined {
  const value = isObject(object) ? ownValue(object, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
