/**
 * What is particular about the sandbox CRM's answers.
 */
import { isObject, ownValue } from '../../foundation/index.ts';
import type { HttpAnswer } from '../../outbound/index.ts';
import { readJson } from '../answer-judge.ts';

/** True for the CRM's throttle in disguise: 403 with the code REQUEST_LIMIT_EXCEEDED. */
export function isCrmThrottle(answer: HttpAnswer): boolean {
  if (answer.status !== 403) return false;
  const body = readJson(answer);
  const error = isObject(body) ? ownValue(body, 'error') : undefined;
  return isObject(error) && error.code === 'REQUEST_LIMIT_EXCEEDED';
}
