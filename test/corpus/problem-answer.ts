/** What an answer has to be that is no success. */
import assert from 'node:assert/strict';
import type { Answer } from './product.ts';

/** Stack frames, file names of the source and SQL: the inside, which no answer may show. */
const INSIDE = /node_modules|\.ts:\d+|\bat [A-Z#]?\w+ \(|select |insert into/;

/** The answer is a problem (RFC 9457) of one of the statuses, says what to do, and shows nothing of the inside. */
export function assertProblem(answer: Answer, statuses: readonly number[], place = ''): void {
  assert.ok(statuses.includes(answer.status), `${place} ${answer.status}: ${answer.text.slice(0, 500)}`);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, place);
  assert.ok(answer.json.code.includes('.') && answer.json.detail && answer.json.fix, answer.text);
  assert.doesNotMatch(answer.text, INSIDE, place);
}
