/** What a template is, and the parts that several of them are made of. */
import type { Expression, FlowDocument, FlowTrigger } from '../../language/index.ts';

/** A flow to begin with. Where it names a connection, the name is a role, which a connection of the workspace fills. */
export interface Template {
  /** One or two sentences: what it does and for whom. */
  readonly summary: string;
  readonly roles: readonly TemplateRole[];
  readonly document: FlowDocument;
}

/** A connection that the template asks for. */
export interface TemplateRole {
  /** Stands in the document in place of the connection's name. */
  readonly role: string;
  readonly connector: string;
  /** What it is to a person: "The CRM". */
  readonly title: string;
}

export const CRM: TemplateRole = { role: 'crm', connector: 'sandbox_crm', title: 'The CRM' };
export const INVOICING: TemplateRole = {
  role: 'invoicing',
  connector: 'sandbox_invoicing',
  title: 'The invoicing service',
};

/** Every won deal; the webhook is registered through the CRM's connection. */
export const DEAL_WON: FlowTrigger = {
  kind: 'webhook',
  connector: CRM.connector,
  event: 'deal_closed_won',
  connection: CRM.role,
  signature: { kind: 'standard_webhooks' },
};

/** Every lead of the web form; the webhook is registered through the CRM's connection. */
export const LEAD_SUBMITTED: FlowTrigger = {
  kind: 'webhook',
  connector: CRM.connector,
  event: 'lead_submitted',
  connection: CRM.role,
  signature: { kind: 'standard_webhooks' },
};

/** Copies the value at a path. */
export function from(path: string): Expression {
  return { from: path };
}

/** The day so many days after the start of the run, such as 2026-11-26. */
export function dayIn(days: number): Expression {
  const instant: Expression = { fn: 'addDuration', args: [{ fn: 'now' }, { value: `P${days}D` }] };
  return { fn: 'formatDate', args: [instant, { value: 'yyyy-MM-dd' }] };
}

/** A webhook whose events have one object of these fields under a name; all of type text but those that say otherwise. */
export function webhookOf(name: string, fields: Readonly<Record<string, 'string' | 'number'>>): FlowTrigger {
  const properties = Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type }]));
  const record = { type: 'object', required: Object.keys(fields), properties };
  return {
    kind: 'webhook',
    schema: { type: 'object', required: [name], properties: { [name]: record } },
    signature: { kind: 'standard_webhooks' },
  };
}
