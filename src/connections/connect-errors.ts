import type { ErrorTable } from '../foundation/index.ts';

/** What can be wrong with consents, connect links, and the change or end of a connection. */
export const CONNECT_ERRORS = {
  'connections.authorization.needed': {
    kind: 'invalid',
    message: 'The connection "{name}" needs the consent of the person who owns the account.',
    fix: 'Begin a consent in the web app, or make a connect link with `holdfast connection connect-link`.',
  },
  'connections.authorization.not_oauth': {
    kind: 'invalid',
    message: 'The connection "{name}" does not sign in by the consent of a person.',
    fix: 'Give its credential instead, or choose OAuth 2.0 with the grant authorization_code.',
  },
  'connections.authorization.not_found': {
    kind: 'missing',
    message: 'There is no such consent in this workspace.',
    fix: 'Begin a new one; ended consents are kept for a day.',
  },
  'connections.authorization.unknown': {
    kind: 'denied',
    message: 'This answer belongs to no consent that is under way.',
    fix: 'A consent is answered once, within ten minutes. Begin it once more.',
  },
  'connections.authorization.foreign': {
    kind: 'denied',
    message: 'This browser did not begin the consent that it answers.',
    fix: 'Begin the consent in this browser, signed in as yourself, and finish it there.',
  },
  'connections.authorization.too_many': {
    kind: 'throttled',
    message: 'There are {limit} consents under way in this workspace.',
    fix: 'Finish some of them, or wait ten minutes.',
  },
  'connections.consent.refused': {
    kind: 'upstream',
    message: 'The provider did not give access for "{name}": {answer}.',
    fix: 'Begin the consent once more, with an account that may give it.',
  },
  'connections.consent.app_refused': {
    kind: 'upstream',
    message: 'The provider does not accept the OAuth app of "{name}": {answer}.',
    fix: 'See at the provider that client id, client secret and callback address are those of the app, and begin again.',
  },
  'connections.consent.other_provider': {
    kind: 'denied',
    message: 'The answer for "{name}" came from another provider than the one that was asked: {answer}.',
    fix: 'Begin the consent once more; where it happens again, see that the issuer of the connection is that of the provider.',
  },
  'connections.consent.unanswered': {
    kind: 'unavailable',
    message: 'The provider of "{name}" could not be asked for the tokens: {answer}.',
    fix: 'Begin the consent once more in a while.',
  },
  'connections.link.rejected': {
    kind: 'denied',
    message: 'This link is not good: it was used, has expired, or was taken back.',
    fix: 'Ask whoever sent it for a new one.',
  },
  'connections.link.not_found': {
    kind: 'missing',
    message: 'There is no connect link of this id that waits to be used.',
    fix: 'Look at the list of connect links.',
  },
  'connections.link.too_many': {
    kind: 'conflict',
    message: 'There are {limit} connect links that wait to be used, and that is as many as there may be.',
    fix: 'Take back those that nobody needs.',
  },
  'connections.settings.other_origin': {
    kind: 'invalid',
    message: 'With these settings the credential of "{name}" would be sent to {origin}, which it was not given for.',
    fix: 'Give the credential together with the settings, or make a new connection where a person has to consent.',
  },
  'connections.owner.not_member': {
    kind: 'invalid',
    message: 'The owner of a connection has to be a member of the workspace.',
    fix: 'Choose one of the list of members.',
  },
  'connections.connection.revoked': {
    kind: 'conflict',
    message: 'The connection "{name}" is revoked.',
    fix: 'Reconnect it with `holdfast connection reconnect {name}`, by a new credential or the consent of its owner.',
  },
  'connections.connection.held_for': {
    kind: 'conflict',
    message: 'Runs are held for the connection "{name}": {count} of them.',
    fix: 'Reconnect it so that they go on, or cancel them; then delete it.',
  },
} as const satisfies ErrorTable;
