import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** What a stand-in vendor refuses; each vendor words the answer in its own style. */
export const SANDBOX_ERRORS = {
  'sandbox.body.not_an_object': {
    kind: 'invalid',
    message: 'The body is not a JSON object.',
    fix: 'Send a JSON object with the content type application/json.',
  },
  'sandbox.fields.invalid': {
    kind: 'invalid',
    message: 'Some fields are missing or wrong.',
    fix: 'Mend the fields that the list names.',
  },
  'sandbox.record.not_found': {
    kind: 'missing',
    message: 'There is no {table} "{id}".',
    fix: 'Check the id.',
  },
  'sandbox.key.in_progress': {
    kind: 'conflict',
    message: 'The first request with this Idempotency-Key is still running.',
    fix: 'Repeat the same request a little later.',
  },
  'sandbox.key.reused': {
    kind: 'invalid',
    message: 'This Idempotency-Key was used with another body.',
    fix: 'Use one key for one request.',
  },
  'sandbox.store.full': {
    kind: 'unavailable',
    message: 'The stand-in holds {limit} effects and takes no more.',
    fix: 'Empty its journal and start it again.',
  },
  'sandbox.sign_in.refused': {
    kind: 'denied',
    message: 'The credential is missing or wrong.',
    fix: 'Send the credential that was printed when the stand-in was started.',
  },
} as const satisfies ErrorTable;

/** Makes the error of a code of this room. */
export const fail = errorsOf(SANDBOX_ERRORS);
