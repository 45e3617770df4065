/** A run as a person reads it: the event, then every step with what was sent, what came back and what was decided. */
import type { AttemptShown, BodyShown, RunShown } from '../api/index.ts';
import { type JsonObject, type JsonValue, ownValue, parseJson, stringifyJson } from '../foundation/index.ts';
import { durationText, instantText, printable } from './terminal-text.ts';

const MAX_LINES = 30;
const MAX_LINE_CHARACTERS = 400;
const KINDS: Readonly<Record<string, string>> = {
  call: 'call',
  look_up: 'look-up',
  status_poll: 'status poll',
  verdict: 'verdict',
};

/** The lines of the timeline; `nowMs` says how far off a due time is. */
export function runTimeline(run: RunShown, nowMs: number): string[] {
  return [...headLines(run), '', ...eventLines(run), ...stepLines(run), '', ...nextLines(run, nowMs)];
}

function headLines(run: RunShown): string[] {
  const tookMs = run.endedAt === null ? undefined : Date.parse(run.endedAt) - Date.parse(run.createdAt);
  const state = run.state.replaceAll('_', ' ');
  const lines = [
    `Run ${run.id}`,
    `  flow       ${run.flow}, version ${run.flowVersion}`,
    `  state      ${state}${tookMs === undefined ? '' : ` after ${durationText(tookMs)}`}`,
  ];
  if (run.orderKey !== null) lines.push(`  order key  ${printable(run.orderKey)}`);
  if (run.rerunOf !== null) lines.push(`  rerun of   ${run.rerunOf}`);
  if (run.crashCount > 0) lines.push(`  crashes    its worker died ${run.crashCount} times in a row`);
  return lines;
}

function eventLines({ event }: RunShown): string[] {
  const key = event.dedupeKey === null ? [] : [`  dedupe key ${printable(event.dedupeKey)}`];
  return [
    `Event ${event.id}`,
    `  received   ${instantText(event.receivedAt)} UTC, ${event.contentType}`,
    ...key,
    ...bodyLines(event.body, '  '),
  ];
}

/** Steps in the order they were first recorded; attempts of steps that are not recorded yet come after them. */
function stepLines(run: RunShown): string[] {
  const attempts = Map.groupBy(run.attempts, placeOf);
  const recorded = new Set(run.steps.map(placeOf));
  const pending = [...attempts].filter(([place]) => !recorded.has(place)).map(([, [first]]) => first as AttemptShown);
  return [
    ...leftOutLines(run),
    ...run.steps.flatMap((step) => {
      const made = attempts.get(placeOf(step)) ?? [];
      // What a person said is written nowhere else; what a vendor answered stands with its attempt.
      const isVerdict = made.at(-1)?.kind === 'verdict';
      const title = isVerdict ? '  record' : '  output';
      const output = step.output === undefined ? [] : [title, ...jsonLines(step.output, '    ')];
      const input = step.input === undefined ? [] : ['  mapped input', ...jsonLines(step.input, '    ')];
      return [
        '',
        `Step ${nameOf(step)}: ${step.state}`,
        ...input,
        ...made.flatMap(attemptLines),
        ...(made.length > 0 && !isVerdict ? [] : output),
      ];
    }),
    ...pending.flatMap((first) => [
      '',
      `Step ${nameOf(first)}`,
      ...(attempts.get(placeOf(first)) ?? []).flatMap(attemptLines),
    ]),
  ];
}

/** A loop over a long list has more than is told; its newest steps are. */
function leftOutLines({ stepsLeftOut, attemptsLeftOut }: RunShown): string[] {
  if (stepsLeftOut + attemptsLeftOut === 0) return [];
  return [
    '',
    `Left out: the ${stepsLeftOut} oldest steps and the ${attemptsLeftOut} oldest attempts of this long run.`,
  ];
}

function attemptLines(attempt: AttemptShown): string[] {
  const { number, kind, operationClass, startedAt, durationMs, idempotencyKey } = attempt;
  const took = durationMs === null ? '' : `, ${durationText(durationMs)}`;
  const decision = attempt.decision?.text ?? 'sent, perhaps; its end is not recorded';
  const head = `  attempt ${number}  ${KINDS[kind] ?? kind}, class ${operationClass}, at ${startedAt.slice(11, 23)}${took}`;
  const verdict = `  attempt ${number}  verdict, at ${instantText(startedAt)} UTC`;
  if (kind === 'verdict') return [verdict, `    decision   ${printable(decision)}`];
  return [
    head,
    `    request    ${printable(`${textAt(attempt.request, 'method') ?? ''} ${textAt(attempt.request, 'url') ?? ''}`)}`,
    ...(idempotencyKey === null ? [] : [`               key ${idempotencyKey}`]),
    ...bodyLines(attempt.requestBody, '               '),
    ...responseLines(attempt),
    `    decision   ${printable(decision)}`,
  ];
}

function responseLines({ responseStatus, responseBody, failure, outcome }: AttemptShown): string[] {
  const why = textAt(failure, 'message');
  const failed = why === undefined ? [] : [`    failure    ${printable(why)}`];
  if (responseStatus === null) return [`    response   ${outcome === null ? 'not known' : 'none'}`, ...failed];
  return [`    response   ${responseStatus}`, ...bodyLines(responseBody, '               '), ...failed];
}

function nextLines(run: RunShown, nowMs: number): string[] {
  const { problem } = run;
  const said = problem === null ? [] : [`  ${printable(problem.message)}`, `  ${printable(problem.fix)}`];
  return [`Next: ${nextSentence(run, nowMs)}`, ...said];
}

function nextSentence(run: RunShown, nowMs: number): string {
  const dueInMs = Math.max(0, Date.parse(run.dueAt) - nowMs);
  switch (run.state) {
    case 'queued':
      return run.isBlocked ? 'it waits for an earlier run of the same order key.' : 'the next free worker takes it.';
    case 'running':
      return run.isCancelRequested ? 'it is cancelled at its next step.' : 'a worker is executing it.';
    case 'waiting':
      return `it goes on by itself at ${instantText(run.dueAt)} UTC, in ${durationText(dueInMs)}.`;
    case 'held':
      return 'it goes on when its connection is good again.';
    case 'unknown':
      return `a person has to say what happened: holdfast run settle ${run.id} --happened <record's id>, or --not-happened.`;
    case 'dead_lettered':
      return `it is set aside; once the cause is mended: holdfast run replay ${run.id}`;
    case 'succeeded':
      return 'nothing, it has succeeded.';
    case 'filtered':
      return 'nothing, its flow filtered it out.';
    case 'cancelled':
      return 'nothing, it was cancelled.';
  }
}

function bodyLines(body: BodyShown | undefined, indent: string): string[] {
  if (body === undefined) return [];
  const cut = body.isTruncated ? [`${indent}… of ${body.bytes} bytes`] : [];
  if (body.text === undefined) return [`${indent}${body.bytes} bytes that are no text`];
  const value = readJson(body.text);
  return [...(value === undefined ? textLines(body.text, indent) : jsonLines(value, indent)), ...cut];
}

function readJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Short values in one line, others with a line for each member; digits stay as they were. */
function jsonLines(value: JsonValue, indent: string): string[] {
  const compact = stringifyJson(value);
  if (compact.length <= 100) return [`${indent}${printable(compact)}`];
  return textLines(JSON.stringify(value, undefined, 2), indent);
}

function textLines(text: string, indent: string): string[] {
  const lines = printable(text, { keepsLines: true }).split('\n');
  const shown = lines.slice(0, MAX_LINES).map((line) => `${indent}${line.slice(0, MAX_LINE_CHARACTERS)}`);
  return lines.length > MAX_LINES
    ? [...shown, `${indent}… ${lines.length - MAX_LINES} more lines, all with --json`]
    : shown;
}

function placeOf({ stepKey, itemKey }: { stepKey: string; itemKey: string }): string {
  return `${stepKey}\n${itemKey}`;
}

function nameOf({ stepKey, itemKey }: { stepKey: string; itemKey: string }): string {
  return itemKey === '' ? stepKey : `${stepKey} of item ${printable(itemKey)}`;
}

function textAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = object === undefined ? undefined : ownValue(object, key);
  return typeof value === 'string' ? value : undefined;
}
