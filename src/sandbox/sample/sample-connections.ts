/**
 * The names under which the sample workspace knows its two vendors.
 */

/** The connector of the sandbox CRM; its events start the sample flows. */
export const CRM_CONNECTOR = 'sandbox_crm';

/** The sample workspace's connection to the CRM. */
export const CRM_CONNECTION = 'sandbox-crm';

/** The sample workspace's connection to the invoicing service. */
export const INVOICING_CONNECTION = 'sandbox-invoicing';
