import { type ErrorTable, errorsOf } from '../foundation/index.ts';

export const ACCESS_ERRORS = {
  'access.token.missing': {
    kind: 'denied',
    message: 'This call needs an API token, or somebody who is signed in.',
    fix: 'Sign in, or send the header `Authorization: Bearer <token>`. The first token was printed when Holdfast started for the first time.',
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
    message:
      '"{name}" is the only good token of an owner, and no person owns the workspace; without it nobody could make another.',
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
  'access.right.missing': {
    kind: 'denied',
    message: 'This needs the role {needed}; yours in this workspace is {role}.',
    fix: 'Ask an owner of the workspace to do it, or to give you another role.',
  },
  'access.person.nameless': {
    kind: 'invalid',
    message: 'A person needs a name.',
    fix: 'Give the name that others shall see beside what you do.',
  },
  'access.email.malformed': {
    kind: 'invalid',
    message: 'This is no e-mail address.',
    fix: 'Give an address such as ada@example.com.',
  },
  'access.email.taken': {
    kind: 'conflict',
    message: 'There is an account with this e-mail address already.',
    fix: 'Sign in with it, and open the link again.',
  },
  'access.password.too_short': {
    kind: 'invalid',
    message: 'The password is shorter than {least} characters.',
    fix: 'Take a longer one; a few words in a row are good.',
  },
  'access.password.too_long': {
    kind: 'invalid',
    message: 'The password is longer than {most} characters.',
    fix: 'Take a shorter one.',
  },
  'access.session.not_found': {
    kind: 'missing',
    message: 'You have no session of this id, or it is over already.',
    fix: 'Look at the list of your sessions.',
  },
  'access.sign_in.throttled': {
    kind: 'throttled',
    message: 'There were too many tries to sign in to this account.',
    fix: 'Wait {minutes} minutes, or sign in with a passkey. An owner can make you a link to set a new password.',
  },
  'access.sign_in.busy': {
    kind: 'unavailable',
    message: 'Very many people sign in just now.',
    fix: 'Try again in a few seconds.',
  },
  'access.passkey.unverified': {
    kind: 'denied',
    message: 'The device did not look at who holds it.',
    fix: 'Use a passkey that asks for a fingerprint, a face or a PIN.',
  },
  'access.set_up.done': {
    kind: 'conflict',
    message: 'Holdfast has an owner already.',
    fix: 'Sign in, or ask an owner for an invitation.',
  },
  'access.set_up.rejected': {
    kind: 'denied',
    message: 'The set-up link is not good, or no longer.',
    fix: 'Run `holdfast set-up-link` where Holdfast runs, and open the link that it prints.',
  },
  'access.member.not_found': {
    kind: 'missing',
    message: 'This person does not belong to the workspace.',
    fix: 'Look at the list of members.',
  },
  'access.member.last_owner': {
    kind: 'conflict',
    message: '{name} is the last owner of the workspace, and a workspace needs one.',
    fix: 'Make somebody else an owner first.',
  },
  'access.member.elsewhere': {
    kind: 'denied',
    message: 'This person also belongs to workspaces that you do not own, and a new password opens those too.',
    fix: 'Ask somebody who owns all of their workspaces.',
  },
  'access.invitation.not_found': {
    kind: 'missing',
    message: 'There is no invitation of this id that waits for an answer.',
    fix: 'Look at the list of invitations.',
  },
  'access.invitation.rejected': {
    kind: 'denied',
    message: 'The invitation is not good, or no longer: it was used, revoked, or is older than a week.',
    fix: 'Ask an owner of the workspace for a new one.',
  },
  'access.invitation.member': {
    kind: 'conflict',
    message: '{email} belongs to the workspace already.',
    fix: 'Change their role in the list of members.',
  },
  'access.invitation.too_many': {
    kind: 'conflict',
    message: 'A workspace has at most {limit} invitations that wait, and {most} members.',
    fix: 'Revoke invitations that nobody answers.',
  },
  'access.invitation.sign_in_first': {
    kind: 'denied',
    message: 'There is an account with the address {email}.',
    fix: 'Sign in with it, and open the invitation again.',
  },
  'access.invitation.not_yours': {
    kind: 'denied',
    message: 'The invitation is for {email}, and you are signed in as somebody else.',
    fix: 'Sign out, sign in as {email}, and open the invitation again.',
  },
  'access.invitation.nameless': {
    kind: 'invalid',
    message: 'A new account needs a name and a password.',
    fix: 'Give both.',
  },
  'access.workspace.not_yours': {
    kind: 'denied',
    message: 'You do not belong to this workspace, or to none.',
    fix: 'Choose one of your workspaces, or ask an owner for an invitation.',
  },
  'access.workspace.nameless': {
    kind: 'invalid',
    message: 'A workspace needs a name.',
    fix: 'Name it after what it is for, such as "Sales".',
  },
  'access.workspace.named_alike': {
    kind: 'conflict',
    message: 'You have a workspace "{name}" already.',
    fix: 'Take another name, or use that one.',
  },
  'access.workspace.too_many': {
    kind: 'conflict',
    message: 'There are {limit} workspaces, and that is as many as there may be.',
    fix: 'Use one that exists.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(ACCESS_ERRORS);
