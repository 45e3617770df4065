/** A call of a trial as it is shown: written down as the engine writes its attempts, so with the same masks and bounds. */
import type { OpenConnection } from '../connections/index.ts';
import type { CallResult, EncodedRequest } from '../outbound/index.ts';
import { type AttemptFacts, endedRecord, intentRecord, type PlannedCall } from '../runs/index.ts';
import type { TrialCall } from './trial.ts';

/** A call that could be made, or was: then with its result. */
export interface ShownCall {
  readonly planned: PlannedCall;
  readonly request: EncodedRequest & { readonly key: string };
  readonly requestHash: string;
  readonly result?: CallResult;
}

/** Shows a call with all secrets masked. */
export function callShown({ planned, request, requestHash, result }: ShownCall): TrialCall {
  const { operation, connection, place } = planned;
  const facts: AttemptFacts = {
    place,
    number: 1,
    kind: 'call',
    operationClass: operation.class,
    connection,
    request,
    startedAtMs: 0,
  };
  const { request: shown, requestBody } = intentRecord(facts);
  return {
    connection: connection.name,
    connector: connection.connector,
    operation: operation.name,
    operationTitle: operation.title,
    class: operation.class,
    isWrite: operation.class !== 'R',
    account: accountOf(connection),
    request: { ...shown, body: requestBody },
    requestHash,
    ...(result?.kind === 'answered' ? { response: responseShown(facts, result) } : {}),
  };
}

function responseShown(facts: AttemptFacts, result: CallResult): NonNullable<TrialCall['response']> {
  const end = { outcome: 'succeeded', decision: { kind: 'succeed', text: '' } } as const;
  const { responseStatus = 0, responseHeaders = {}, responseBody, durationMs = 0 } = endedRecord(facts, result, end);
  return { status: responseStatus, headers: responseHeaders, body: responseBody, durationMs };
}

/** The connection and the host that it goes to: as much as is known of whose account it is. */
function accountOf(connection: OpenConnection): string {
  return `${connection.name} at ${connection.redact(new URL(connection.baseUrl).host)}`;
}
