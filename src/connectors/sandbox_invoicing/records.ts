/**
 * The shapes of the sandbox invoicing service's records. Money is a decimal number with two digits.
 */
import type { JsonObject } from '../../foundation/index.ts';

const id = { type: 'string', minLength: 1, maxLength: 100 };
const instant = { type: 'string', format: 'date-time' };
const textOrNull = { type: ['string', 'null'] };
const money = { type: 'number' };

/** An id as an input field, with its title for the form. */
export function idField(title: string): JsonObject {
  return { ...id, title };
}

/** An e-mail address as an input field. */
export const emailField: JsonObject = { type: 'string', title: 'E-mail', format: 'email', maxLength: 254 };

/** The fields of a customer that a caller may set. */
export const customerFields: JsonObject = {
  name: { type: 'string', title: 'Name', minLength: 1, maxLength: 200 },
  country: { type: 'string', title: 'Country', description: 'ISO 3166-1 code such as DE.', maxLength: 100 },
  vatId: { type: 'string', title: 'VAT id', maxLength: 50 },
};

/** The names of `customerFields`, in the order of the form. */
export const customerFieldNames: readonly string[] = Object.keys(customerFields);

/** A customer. Fields that were never set are null. */
export const customerSchema: JsonObject = {
  type: 'object',
  required: ['id', 'email', 'name', 'country', 'vatId', 'createdAt', 'updatedAt'],
  properties: {
    id,
    email: { type: 'string' },
    name: { type: 'string' },
    country: textOrNull,
    vatId: textOrNull,
    createdAt: instant,
    updatedAt: instant,
  },
};

/** The fields of an invoice that a caller sets. */
export const invoiceFields: JsonObject = {
  customerId: idField('Customer id'),
  currency: { type: 'string', title: 'Currency', description: 'ISO 4217 code such as EUR.', pattern: '^[A-Z]{3}$' },
  orderNumber: {
    type: 'string',
    title: 'Order number',
    description: 'What is invoiced: a deal or order id.',
    maxLength: 100,
  },
  dueInDays: { type: 'integer', title: 'Due in days', minimum: 0, maximum: 365 },
  lines: {
    type: 'array',
    title: 'Lines',
    minItems: 1,
    maxItems: 500,
    items: {
      type: 'object',
      required: ['description', 'quantity', 'unitPrice'],
      properties: {
        description: { type: 'string', title: 'Description', minLength: 1, maxLength: 500 },
        quantity: { type: 'number', title: 'Quantity', description: 'At most three decimal digits.' },
        unitPrice: { type: 'number', title: 'Unit price', description: 'At most two decimal digits.' },
      },
      additionalProperties: false,
    },
  },
};

/** The names of `invoiceFields`, in the order of the form. */
export const invoiceFieldNames: readonly string[] = Object.keys(invoiceFields);

/** What an invoice cannot be without. */
export const invoiceRequired: string[] = ['customerId', 'currency', 'lines'];

/** An invoice with its number and its totals. */
export const invoiceSchema: JsonObject = {
  type: 'object',
  required: [
    'id',
    'number',
    'customerId',
    'currency',
    'orderNumber',
    'reference',
    'status',
    'dueOn',
    'lines',
    'total',
    'createdAt',
    'updatedAt',
  ],
  properties: {
    id,
    number: { type: 'string' },
    customerId: id,
    currency: { type: 'string' },
    orderNumber: textOrNull,
    reference: textOrNull,
    status: { type: 'string', enum: ['open', 'sent'] },
    dueOn: { type: 'string', format: 'date' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['description', 'quantity', 'unitPrice', 'amount'],
        properties: { description: { type: 'string' }, quantity: { type: 'number' }, unitPrice: money, amount: money },
      },
    },
    total: money,
    createdAt: instant,
    updatedAt: instant,
  },
};

/** An e-mail that carried an invoice to its customer. */
export const emailSchema: JsonObject = {
  type: 'object',
  required: ['id', 'invoiceId', 'to', 'message', 'sentAt'],
  properties: { id, invoiceId: id, to: { type: 'string' }, message: textOrNull, sentAt: instant },
};

/** An invoice as the operations' examples send it. */
export const invoiceExample: JsonObject = {
  customerId: 'cus_1',
  currency: 'EUR',
  orderNumber: 'deal_1',
  dueInDays: 14,
  lines: [
    { description: 'Licence', quantity: 1, unitPrice: 1000.5 },
    { description: 'Support hours', quantity: 2.5, unitPrice: 100 },
  ],
};
