/**
 * The shapes of the sandbox CRM's records, as its answers and events carry them.
 */
import type { JsonObject } from '../../foundation/index.ts';
import type { JsonSchema } from '../../language/index.ts';

const id = { type: 'string', minLength: 1, maxLength: 100 };
const instant = { type: 'string', format: 'date-time' };
const textOrNull = { type: ['string', 'null'] };

/** An id as an input field, with its title for the form. */
export function idField(title: string): JsonObject {
  return { ...id, title };
}

/** The fields of a contact that a caller may set. */
export const contactFields: JsonObject = {
  name: { type: 'string', title: 'Name', minLength: 1, maxLength: 200 },
  company: { type: 'string', title: 'Company', maxLength: 200 },
  country: { type: 'string', title: 'Country', description: 'ISO 3166-1 code such as DE.', maxLength: 100 },
  phone: { type: 'string', title: 'Phone', maxLength: 50 },
  source: { type: 'string', title: 'Source', description: 'Where the contact came from.', maxLength: 100 },
};

/** The names of `contactFields`, in the order of the form. */
export const contactFieldNames: readonly string[] = Object.keys(contactFields);

/** An e-mail address as an input field. */
export const emailField: JsonObject = { type: 'string', title: 'E-mail', format: 'email', maxLength: 254 };

/** A contact. Fields that were never set are null. */
export const contactSchema: JsonObject = {
  type: 'object',
  required: ['id', 'email', 'name', 'company', 'country', 'phone', 'source', 'ownerId', 'createdAt', 'updatedAt'],
  properties: {
    id,
    email: { type: 'string' },
    name: { type: 'string' },
    company: textOrNull,
    country: textOrNull,
    phone: textOrNull,
    source: textOrNull,
    ownerId: textOrNull,
    createdAt: instant,
    updatedAt: instant,
  },
};

/** A person of the own team who looks after contacts. */
export const ownerSchema: JsonObject = {
  type: 'object',
  required: ['id', 'name', 'email'],
  properties: { id, name: { type: 'string' }, email: { type: 'string' } },
};

/** A deal with the company it is made with and the lines that were sold. Money has two decimal digits. */
export const dealSchema: JsonObject = {
  type: 'object',
  required: ['id', 'title', 'stage', 'amount', 'currency', 'closedAt', 'company', 'lines'],
  properties: {
    id,
    title: { type: 'string' },
    stage: { type: 'string', enum: ['open', 'won', 'lost'] },
    amount: { type: 'number' },
    currency: { type: 'string', minLength: 3, maxLength: 3 },
    closedAt: { type: ['string', 'null'], format: 'date-time' },
    company: {
      type: 'object',
      required: ['name', 'email', 'country'],
      properties: { name: { type: 'string' }, email: { type: 'string' }, country: { type: 'string' } },
    },
    lines: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['description', 'quantity', 'unitPrice'],
        properties: {
          description: { type: 'string' },
          quantity: { type: 'number' },
          unitPrice: { type: 'number' },
        },
      },
    },
  },
};

/** Something to do for a contact until a day. */
export const taskSchema: JsonObject = {
  type: 'object',
  required: ['id', 'contactId', 'ownerId', 'title', 'dueOn', 'status', 'reference', 'createdAt'],
  properties: {
    id,
    contactId: id,
    ownerId: textOrNull,
    title: { type: 'string' },
    dueOn: { type: 'string', format: 'date' },
    status: { type: 'string', enum: ['open', 'done'] },
    reference: textOrNull,
    createdAt: instant,
  },
};

/** A remark on a contact. */
export const noteSchema: JsonObject = {
  type: 'object',
  required: ['id', 'contactId', 'text', 'createdAt'],
  properties: { id, contactId: id, text: { type: 'string' }, createdAt: instant },
};

/** A submitted web form. */
export const leadSchema: JsonObject = {
  type: 'object',
  required: ['id', 'name', 'email', 'company', 'country', 'message', 'submittedAt'],
  properties: {
    id,
    name: { type: 'string' },
    email: { type: 'string' },
    company: { type: 'string' },
    country: { type: 'string' },
    message: textOrNull,
    submittedAt: instant,
  },
};

/** The envelope of the CRM's webhooks (Standard Webhooks): type, time of the event, and `data`. */
export function eventSchema(type: string, data: JsonObject): JsonSchema {
  return {
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { const: type },
      timestamp: instant,
      data: { type: 'object', required: Object.keys(data), properties: data },
    },
  };
}
