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
  'access.token.not_found': {
    kind: 'missing',
    message: 'There is no token {tokenId} in this workspace, or it is revoked already.',
    fix: 'Look at the list of tokens; a token is named by its id there, not by its secret.',
  },
  'access.token.last': {
    kind: 'conflict',
    message: '"{name}" is the only good token of the workspace; without it nobody could make another.',
    fix: 'Make a new token first, sign in with it, and revoke this one then.',
  },
  'access.token.nameless': {
    kind: 'invalid',
    message: 'A token needs a name.',
    fix: 'Name who or what will use it, such as "deploy script": the name stands beside what the token does.',
  },
  'access.token.expiry_refused': {
    kind: 'invalid',
    message: 'A token cannot expire at "{expiresAt}".',
    fix: 'Give a date and time in the future with its zone, such as 2027-01-31T12:00:00Z, or leave it out.',
  },
  'access.token.too_many': {
    kind: 'conflict',
    message: 'The workspace has {limit} tokens, and that is as many as it may have.',
    fix: 'Revoke those that nobody uses.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(ACCESS_ERRORS);
