/** Every error code with its room, for the pages that explain them. A test holds it to the rooms' tables. */
import { ACCESS_ERRORS } from '../access/index.ts';
import { API_ERRORS, type ExplainedError } from '../api/index.ts';
import { CONNECTIONS_ERRORS } from '../connections/index.ts';
import { CONNECTORS_ERRORS } from '../connectors/index.ts';
import { DB_ERRORS } from '../db/index.ts';
import { FLOWS_ERRORS } from '../flows/index.ts';
import { type ErrorTable, FOUNDATION_ERRORS, JSON_ERRORS } from '../foundation/index.ts';
import { LANGUAGE_ERRORS } from '../language/index.ts';
import { OUTBOUND_ERRORS } from '../outbound/index.ts';
import { RUNS_ERRORS } from '../runs/index.ts';
import { SANDBOX_ERRORS } from '../sandbox/index.ts';
import { TRIALS_ERRORS } from '../trials/index.ts';
import { TRIGGERS_ERRORS } from '../triggers/index.ts';
import { VAULT_ERRORS } from '../vault/index.ts';
import { APP_ERRORS } from './errors.ts';

const TABLES: readonly (readonly [room: string, table: ErrorTable])[] = [
  ['access', ACCESS_ERRORS],
  ['api', API_ERRORS],
  ['app', APP_ERRORS],
  ['connections', CONNECTIONS_ERRORS],
  ['connectors', CONNECTORS_ERRORS],
  ['db', DB_ERRORS],
  ['flows', FLOWS_ERRORS],
  ['foundation', { ...FOUNDATION_ERRORS, ...JSON_ERRORS }],
  ['language', LANGUAGE_ERRORS],
  ['outbound', OUTBOUND_ERRORS],
  ['runs', RUNS_ERRORS],
  ['sandbox', SANDBOX_ERRORS],
  ['trials', TRIALS_ERRORS],
  ['triggers', TRIGGERS_ERRORS],
  ['vault', VAULT_ERRORS],
];

/** All rows, by room and code. */
export function errorCatalog(): readonly ExplainedError[] {
  return TABLES.flatMap(([room, table]) =>
    Object.entries(table)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, entry]) => ({ room, code, entry })),
  );
}
