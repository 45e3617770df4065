/** Runs as the API shows them: an explicit list of fields, so that nothing leaves by accident. */
import { isObject, type JsonObject, type JsonValue, parseJson } from '../foundation/index.ts';
import type { AttemptRow, RunDetails, RunEventRow, RunRow, StepRunRow } from '../runs/index.ts';
import type { AttemptShown, BodyShown, RunShown, RunSummary } from './run-shapes.ts';

/** Bytes of one body in an answer. */
const MAX_SHOWN_BYTES = 65_536;
/** Bytes of all bodies in one answer: a run may have thousands of attempts. */
export const MAX_SHOWN_TOTAL = 4_194_304;

/** What is left of the bytes that one answer may show. */
export interface Budget {
  left: number;
}

/** One line of a list. */
export function runSummary(row: RunRow): RunSummary {
  return {
    id: row.id,
    flow: row.flowName,
    flowTitle: row.flowTitle,
    flowVersion: row.flowVersion,
    eventId: row.eventId,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    dueAt: row.dueAt.toISOString(),
    orderKey: row.orderKey,
    isBlocked: row.isBlocked,
    isCancelRequested: row.isCancelRequested,
    crashCount: row.crashCount,
    rerunOf: row.rerunOf,
    problem: row.problem === null ? null : (parseJson(row.problem) as unknown as RunSummary['problem']),
  };
}

/** A run with its whole timeline. */
export function runShown({ run, event, steps, attempts, links, eventJson }: RunDetails): RunShown {
  const budget = { left: MAX_SHOWN_TOTAL };
  const shownEvent = eventShown(event, budget);
  // The newest first, so that of a long run it is not they whose bodies are left out.
  const shownAttempts = attempts.toReversed().map((attempt) => attemptShown(attempt, budget));
  return {
    ...runSummary(run),
    event: shownEvent,
    ...optional('eventJson', eventJson),
    links: links.map(({ stepKey, sourceKey, destinationId }) => ({
      stepKey,
      source: sourceKey,
      destination: parseJson(destinationId),
    })),
    steps: steps.map(stepShown),
    stepsLeftOut: leftOut(steps),
    attempts: shownAttempts.toReversed(),
    attemptsLeftOut: leftOut(attempts),
  };
}

/** How many older ones of a long list are not in it. */
function leftOut(rows: readonly { readonly total: number }[]): number {
  return (rows[0]?.total ?? 0) - rows.length;
}

/** A body as text where it is UTF-8, else as base64. */
export function bodyShown(bytes: Uint8Array, budget: Budget): BodyShown {
  const limit = Math.min(MAX_SHOWN_BYTES, budget.left);
  const shown = bytes.subarray(0, limit);
  budget.left -= shown.length;
  const isTruncated = bytes.length > limit;
  const text = decodeWhole(shown, isTruncated);
  const form = text === undefined ? { base64: Buffer.from(shown).toString('base64') } : { text };
  return { ...form, bytes: bytes.length, isTruncated };
}

/** A cut may go through a character, whose first half is then left out. */
function decodeWhole(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

function eventShown(event: RunEventRow, budget: Budget): RunShown['event'] {
  return {
    id: event.id,
    receivedAt: event.receivedAt.toISOString(),
    contentType: event.contentType,
    dedupeKey: event.dedupeKey,
    headers: parseJson(event.headers) as Record<string, string>,
    body: bodyShown(event.body, budget),
  };
}

function stepShown(step: StepRunRow): RunShown['steps'][number] {
  const { stepKey, itemKey, state, updatedAt } = step;
  return {
    stepKey,
    itemKey,
    state,
    ...(step.input === null ? {} : { input: parseJson(step.input) }),
    ...(step.output === null ? {} : { output: parseJson(step.output) }),
    updatedAt: updatedAt.toISOString(),
  };
}

function attemptShown(row: AttemptRow, budget: Budget): AttemptShown {
  const { stepKey, itemKey, number, kind, outcome, operationClass, idempotencyKey, responseStatus, durationMs } = row;
  return {
    stepKey,
    itemKey,
    number,
    kind,
    outcome,
    operationClass,
    idempotencyKey,
    startedAt: row.startedAt.toISOString(),
    durationMs,
    request: objectOf(row.request) ?? {},
    ...(row.requestBody === null ? {} : { requestBody: bodyShown(row.requestBody, budget) }),
    responseStatus,
    ...optional('responseHeaders', objectOf(row.responseHeaders) as Record<string, string> | undefined),
    ...(row.responseBody === null ? {} : { responseBody: bodyShown(row.responseBody, budget) }),
    ...optional('failure', objectOf(row.failure)),
    ...optional('decision', decisionShown(row)),
  };
}

/** How long was decided counts from the end of the attempt; a pause is spread a little, so the instant is about right. */
function decisionShown(row: AttemptRow): AttemptShown['decision'] {
  const decision = objectOf(row.decision) as { kind: string; text: string; delayMs?: number } | undefined;
  if (decision === undefined) return undefined;
  const { kind, text, delayMs } = decision;
  if (delayMs === undefined) return { kind, text };
  const untilMs = row.startedAt.getTime() + (row.durationMs ?? 0) + Number(delayMs);
  return { kind, text, delayMs: Number(delayMs), untilAt: new Date(untilMs).toISOString() };
}

function objectOf(text: string | null): JsonObject | undefined {
  const value: JsonValue = text === null ? null : parseJson(text);
  return isObject(value) ? value : undefined;
}

function optional<K extends string, T>(name: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]: T });
}
