/** Every error code with its room, for the pages that explain them. A test holds it to the rooms' tables. */
import { ALERTS_ERRORS } from '../alerts/index.ts';
import { API_ERRORS, type ExplainedError } from '../api/index.ts';
import { CONNECTIONS_ERRORS } from '../connections/index.ts';
import { FLOWS_ERRORS } from '../flows/index.ts';
import type { ErrorTable } from '../foundation/index.ts';
import { RUNS_ERRORS } from '../runs/index.ts';
import { SANDBOX_ERRORS } from '../sandbox/index.ts';
import { TRIALS_ERRORS } from '../trials/index.ts';
import { TRIGGERS_ERRORS } from '../triggers/index.ts';
import { APP_ERRORS } from './errors.ts';
import { LOWER_TABLES } from './lower-error-tables.ts';

const TABLES: readonly (readonly [room: string, table: ErrorTable])[] = [
  ...LOWER_TABLES,
  ['alerts', ALERTS_ERRORS],
  ['api', API_ERRORS],
  ['app', APP_ERRORS],
  ['connections', CONNECTIONS_ERRORS],
  ['flows', FLOWS_ERRORS],
  ['runs', RUNS_ERRORS],
  ['sandbox', SANDBOX_ERRORS],
  ['trials', TRIALS_ERRORS],
  ['triggers', TRIGGERS_ERRORS],
];

/** All rows, by room and code. */
export function errorCatalog(): readonly ExplainedError[] {
  return TABLES.toSorted(([one], [other]) => (one < other ? -1 : 1)).flatMap(([room, table]) =>
    Object.entries(table)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, entry]) => ({ room, code, entry })),
  );
}
