import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** Every error of the room `alerts`. */
export const ALERTS_ERRORS = {
  'alerts.notice.not_found': {
    kind: 'missing',
    message: 'There is no such notice in this workspace.',
    fix: 'Look at the list of notices; those that are long resolved are deleted after a while.',
  },
  'alerts.channel.not_found': {
    kind: 'missing',
    message: 'There is no such channel in this workspace.',
    fix: 'Look at the list of channels.',
  },
  'alerts.channel.name_taken': {
    kind: 'conflict',
    message: 'There is a channel "{name}" already.',
    fix: 'Choose another name, or change that channel.',
  },
  'alerts.channel.too_many': {
    kind: 'conflict',
    message: 'A workspace has at most {limit} channels.',
    fix: 'Remove one that is not needed.',
  },
  'alerts.channel.name_invalid': {
    kind: 'invalid',
    message: 'A channel needs a name of one line.',
    fix: 'Name it after whoever reads it, such as "on call".',
  },
  'alerts.channel.addresses_invalid': {
    kind: 'invalid',
    message: 'An e-mail channel has from 1 to {limit} addresses; "{given}" is none.',
    fix: 'Give whole addresses such as ops@example.com, each once.',
  },
  'alerts.channel.url_invalid': {
    kind: 'invalid',
    message: 'A webhook channel needs an address that begins with https:// or http://.',
    fix: 'Give the whole address without a user name and without "#". Plain http and private hosts need an egress rule.',
  },
  'alerts.channel.setting_foreign': {
    kind: 'invalid',
    message: 'A channel of the kind {kind} has no "{setting}".',
    fix: 'Channels of the kind email have addresses, those of the kind webhook have a url.',
  },
  'alerts.mail.not_configured': {
    kind: 'conflict',
    message: 'Holdfast has no mail server, so it sends no mail.',
    fix: 'The operator sets HOLDFAST_SMTP_URL and HOLDFAST_MAIL_FROM for every process and starts them again.',
  },
} as const satisfies ErrorTable;

/** Makes an error of this room. */
export const fail = errorsOf(ALERTS_ERRORS);
