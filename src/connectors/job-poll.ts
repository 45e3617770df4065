/**
 * Following a 202 to its end, for APIs that answer `{"job":{"id":…}}` and report under `/jobs/{id}` as
 * `{"status":"pending"}` or `{"status":"done","result":…}`.
 */
import { isObject, type JsonValue, ownValue } from '../foundation/index.ts';
import { judgeJson, readJson } from './answer-judge.ts';
import type { ResponseVerdict, StatusPollDeclaration } from './kit.ts';
import { textField } from './request-parts.ts';

/** The vendor finishes such work within seconds; after the deadline nobody can say what became of it. */
const POLL_EVERY_MS = 1_000;
const POLL_DEADLINE_MS = 600_000;

/** Polls `/jobs/{id}`; the output is the job's `result`. */
export const jobPoll: StatusPollDeclaration = {
  everyMs: POLL_EVERY_MS,
  deadlineMs: POLL_DEADLINE_MS,
  request: (accepted) => ({ method: 'GET', path: ['jobs', jobId(readJson(accepted))] }),
  verdict: (answer) => {
    const verdict = judgeJson(answer);
    return verdict.kind === 'ok' ? jobVerdict(verdict.output) : verdict;
  },
};

function jobVerdict(job: JsonValue): { kind: 'pending' } | ResponseVerdict {
  if (!isObject(job)) return { kind: 'unreadable', message: 'The job is not a JSON object.' };
  if (job.status === 'pending') return { kind: 'pending' };
  if (job.status === 'failed') return { kind: 'refused', code: 'job_failed', message: textField(job, 'message') };
  const result = ownValue(job, 'result');
  if (job.status === 'done' && result !== undefined) return { kind: 'ok', output: result };
  return { kind: 'unreadable', message: 'The job is neither pending nor done nor failed.' };
}

function jobId(accepted: JsonValue | undefined): string {
  const job = isObject(accepted) ? ownValue(accepted, 'job') : undefined;
  return isObject(job) ? textField(job, 'id') : '';
}
