/**
 * Answers of APIs that return one record, or a list as `{"items":[…]}`, and may put `errors` beside a 200.
 */
import { isObject, type JsonObject, ownValue } from '../foundation/index.ts';
import type { HttpAnswer } from '../outbound/index.ts';
import { judgeJson, mapOutput, refuseErrorList } from './answer-judge.ts';
import { fail } from './errors.ts';
import type { ResponseVerdict } from './kit.ts';
import { listField } from './request-parts.ts';

/** JSON is a success, unless it carries `errors` beside its 200. */
export function judgeRecord(answer: HttpAnswer): ResponseVerdict {
  return refuseErrorList(judgeJson(answer));
}

/** A list answer as `{ found, [name]: first record or null }`: nothing found is an answer too. */
export function judgeFirstItem(answer: HttpAnswer, name: string): ResponseVerdict {
  const verdict = judgeList(answer);
  return mapOutput(verdict, (output) => {
    const first = listField(output, 'items')[0];
    return { found: first !== undefined, [name]: first ?? null };
  });
}

/**
 * The records of a list answer whose `reference` is exactly ours. An answer that is no list throws
 * `connectors.look_up.unreadable`: it must never pass for "none found".
 */
export function findByReference(answer: HttpAnswer, reference: string): readonly JsonObject[] {
  const verdict = judgeList(answer);
  if (verdict.kind !== 'ok') throw fail('connectors.look_up.unreadable');
  return listField(verdict.output, 'items').filter((record) => record.reference === reference);
}

function judgeList(answer: HttpAnswer): ResponseVerdict {
  const verdict = judgeRecord(answer);
  if (verdict.kind !== 'ok') return verdict;
  const items = isObject(verdict.output) ? ownValue(verdict.output, 'items') : undefined;
  return Array.isArray(items)
    ? verdict
    : { kind: 'unreadable', message: 'The list "items" is missing from the answer.' };
}
