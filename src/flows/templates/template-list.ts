import { fail } from '../errors.ts';
import { CONTACT_TEMPLATES } from './contact-templates.ts';
import { DEAL_TEMPLATES } from './deal-templates.ts';
import { INVOICE_TEMPLATES } from './invoice-templates.ts';
import type { Template } from './template.ts';

export type { Template } from './template.ts';

/** Every template, those of the most common wishes first. */
export function listTemplates(): readonly Template[] {
  const [dealToInvoice, ...deals] = DEAL_TEMPLATES;
  const [leadToContact, ...contacts] = CONTACT_TEMPLATES;
  const first = [dealToInvoice, leadToContact].filter((template) => template !== undefined);
  return [...first, ...deals, ...contacts, ...INVOICE_TEMPLATES];
}

/** The template of this name; throws `flows.template.not_found`. */
export function findTemplate(name: string): Template {
  const found = listTemplates().find(({ document }) => document.name === name);
  if (found === undefined) throw fail('flows.template.not_found', { context: { name: name.slice(0, 100) } });
  return found;
}
