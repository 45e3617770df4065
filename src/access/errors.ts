import { type ErrorTable, errorsOf } from '../foundation/index.ts';

export const ACCESS_ERRORS = {
  'access.token.missing': {
    kind: 'denied',
    message: 'This call needs an API token.',
    fix: 'Send the header `Authorization: Bearer <token>`. The first token was printed when Holdfast started for the first time.',
  },
  'access.token.rejected': {
    kind: 'denied',
    message: 'The API token is not known, has expired or was revoked.',
    fix: 'Use a token that is still good, or make a new one.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(ACCESS_ERRORS);
