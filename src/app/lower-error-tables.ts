/** The error tables of the rooms below connections; apart from the others, because no file imports from every room. */
import { ACCESS_ERRORS } from '../access/index.ts';
import { CONNECTORS_ERRORS } from '../connectors/index.ts';
import { DB_ERRORS } from '../db/index.ts';
import { type ErrorTable, FOUNDATION_ERRORS, JSON_ERRORS } from '../foundation/index.ts';
import { LANGUAGE_ERRORS } from '../language/index.ts';
import { OUTBOUND_ERRORS } from '../outbound/index.ts';
import { VAULT_ERRORS } from '../vault/index.ts';

/** Room and table of each. */
export const LOWER_TABLES: readonly (readonly [room: string, table: ErrorTable])[] = [
  ['access', ACCESS_ERRORS],
  ['connectors', CONNECTORS_ERRORS],
  ['db', DB_ERRORS],
  ['foundation', { ...FOUNDATION_ERRORS, ...JSON_ERRORS }],
  ['language', LANGUAGE_ERRORS],
  ['outbound', OUTBOUND_ERRORS],
  ['vault', VAULT_ERRORS],
];
